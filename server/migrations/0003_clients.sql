-- OAuth 2.0 clients: they exchange their secret for tokens that end soon. Lists stand in words.
CREATE TABLE clients (
  id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL,
  label TEXT NOT NULL,
  scopes TEXT NOT NULL,
  catalogs TEXT NOT NULL,
  networks TEXT NOT NULL,
  origins TEXT NOT NULL,
  requests_per_minute BIGINT NOT NULL,
  token_seconds BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX tokens_by_client ON tokens (client);

-- How many requests a token, or all tokens of a client, made in a minute, over all instances.
CREATE TABLE request_windows (
  caller TEXT PRIMARY KEY,
  minute BIGINT NOT NULL,
  used BIGINT NOT NULL
);
