-- Whole numbers as ids, for the resources of systems that have them. `name` is what is counted; a number is never given twice.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('parts', 0), ('price_groups', 0);

-- The number of a component, feature, option or price list of a catalog, by the ids in the document; '' where a kind has none.
CREATE TABLE numbers (
  number BIGINT PRIMARY KEY,
  catalog TEXT NOT NULL,
  kind TEXT NOT NULL,
  component TEXT NOT NULL,
  feature TEXT NOT NULL,
  id TEXT NOT NULL,
  UNIQUE (catalog, kind, component, feature, id)
);

-- A price group of Simplio3D: `parts` of the catalog that it became, and `source`, what it was sent as. What was sent is
-- shown again only while the parts are those that it became, which `tag` says.
CREATE TABLE price_groups (
  number BIGINT PRIMARY KEY,
  catalog TEXT NOT NULL,
  component TEXT NOT NULL,
  parts TEXT NOT NULL,
  source TEXT NOT NULL,
  tag TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX price_groups_by_catalog ON price_groups (catalog);

-- Answers to requests with an `Idempotency-Key`, kept for a day. `id` is a hash of token, method, path and key, `request` one
-- of what was sent.
CREATE TABLE idempotency (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  status BIGINT NOT NULL,
  tag TEXT,
  location TEXT,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_by_time ON idempotency (created_at);
