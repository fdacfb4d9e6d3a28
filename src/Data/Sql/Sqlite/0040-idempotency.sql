-- Requests that were sent under an Idempotency-Key; at is milliseconds since 1970-01-01 UTC. The answer is encrypted by whoever wrote it.
CREATE TABLE idempotency (
    key TEXT NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT
) WITHOUT ROWID;

CREATE INDEX idempotency_at ON idempotency (at);
