-- The live revision when a draft was begun: a draft does not undo what was published after it.
ALTER TABLE catalogs ADD COLUMN draft_base BIGINT;

-- A stored price: `claim` is the order with its quote, as `verify` takes it.
CREATE TABLE quotes (
  id TEXT PRIMARY KEY,
  catalog TEXT NOT NULL,
  revision BIGINT NOT NULL,
  claim TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  reference TEXT,
  token TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  held_until BIGINT NOT NULL
);
CREATE INDEX quotes_by_catalog ON quotes (catalog, id);

-- A configuration on its way: `claim` and `revision` are there once it is completed.
CREATE TABLE configurations (
  id TEXT PRIMARY KEY,
  catalog TEXT NOT NULL,
  document TEXT NOT NULL,
  tag TEXT NOT NULL,
  revision BIGINT,
  claim TEXT,
  token TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  completed_at BIGINT
);
CREATE INDEX configurations_by_catalog ON configurations (catalog, id);
