-- One text for SQLite and PostgreSQL: columns are TEXT and BIGINT only. Times are milliseconds since 1970 in UTC.

-- Rises with every change of what instances keep in memory; an instance that knows the number knows that it is up to date.
CREATE TABLE epochs (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO epochs (name, value) VALUES ('catalogs', 0), ('tokens', 0);

-- `live` is the number of the revision that prices; none once a catalog is withdrawn. `epoch` is that of its last change.
CREATE TABLE catalogs (
  id TEXT PRIMARY KEY,
  live BIGINT,
  fingerprint TEXT,
  draft TEXT,
  draft_tag TEXT,
  draft_at BIGINT,
  epoch BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX catalogs_by_epoch ON catalogs (epoch);

-- Never changed, never deleted: quotes refer to them.
CREATE TABLE revisions (
  catalog TEXT NOT NULL,
  number BIGINT NOT NULL,
  document TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  origin TEXT NOT NULL,
  token TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (catalog, number)
);

-- `hash` is the SHA-256 of the token, which is not kept. Lists stand in words; an empty list of catalogs is all of them.
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  scopes TEXT NOT NULL,
  catalogs TEXT NOT NULL,
  networks TEXT NOT NULL,
  origins TEXT NOT NULL,
  requests_per_minute BIGINT NOT NULL,
  client TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- What happened, written in the transaction in which it happened.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  catalog TEXT,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX outbox_by_time ON outbox (created_at, id);
