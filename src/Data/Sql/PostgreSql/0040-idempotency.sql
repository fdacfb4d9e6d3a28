-- Requests that were sent under an Idempotency-Key; at is milliseconds since 1970-01-01 UTC. The answer is encrypted by whoever wrote it.
CREATE TABLE idempotency (
    key text COLLATE "C" NOT NULL PRIMARY KEY,
    fingerprint bytea NOT NULL,
    at bigint NOT NULL,
    answer text
);

CREATE INDEX idempotency_at ON idempotency (at);
