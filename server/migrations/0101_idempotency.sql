-- What kind of text a kept answer is; empty where it has none.
ALTER TABLE idempotency ADD COLUMN kind TEXT NOT NULL DEFAULT 'application/json';
