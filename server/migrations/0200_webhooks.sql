-- Who is told. A secret has to be kept as it is, because it signs; `previous_secret` signs, too, until `previous_until`.
-- `kinds` and `catalogs` are words; no catalogs is all of them. `state` is `active`, `paused` or `gone`.
CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  target TEXT NOT NULL,
  kinds TEXT NOT NULL,
  catalogs TEXT NOT NULL,
  threshold_amount TEXT,
  threshold_currency TEXT,
  state TEXT NOT NULL,
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_until BIGINT,
  version BIGINT NOT NULL,
  token TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- One event on its way to one subscription, written in the transaction of the event. `state` is `pending`, `delivered` or
-- `dead`. While somebody delivers it, `claim` says who, and `due_at` when that claim ends.
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  event TEXT NOT NULL,
  subscription TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  claim TEXT,
  status BIGINT,
  answer TEXT,
  attempted_at BIGINT,
  delivered_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (event, subscription);
CREATE INDEX deliveries_by_subscription ON deliveries (subscription, id);
CREATE INDEX deliveries_due ON deliveries (state, due_at);
CREATE INDEX deliveries_by_claim ON deliveries (claim);

-- Who claims deliveries waits here for whoever else does.
INSERT INTO epochs (name, value) VALUES ('deliveries', 0);
