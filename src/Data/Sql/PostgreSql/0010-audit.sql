-- Times are milliseconds since 1970-01-01 UTC. Lines are only ever added; hash binds each to the one before it (AuditLine says how).
CREATE TABLE audit (
    sequence bigint NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    actor_kind smallint NOT NULL,
    actor_id text COLLATE "C" NOT NULL,
    actor_name text NOT NULL,
    address text NOT NULL,
    agent text NOT NULL,
    action text COLLATE "C" NOT NULL,
    farm text COLLATE "C",
    rig text COLLATE "C",
    person text COLLATE "C",
    target text NOT NULL,
    changes text NOT NULL,
    hash bytea NOT NULL
);

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor_id, sequence);
CREATE INDEX audit_action ON audit (action, sequence);
CREATE INDEX audit_farm ON audit (farm, sequence) WHERE farm IS NOT NULL;
CREATE INDEX audit_rig ON audit (rig, sequence) WHERE rig IS NOT NULL;
CREATE INDEX audit_person ON audit (person, sequence) WHERE person IS NOT NULL;

-- The last line: where the next one goes on. Its row is the lock among the processes that append.
CREATE TABLE audit_head (
    one integer NOT NULL PRIMARY KEY CHECK (one = 1),
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);

INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- Signed now and then with a key that is not in the database.
CREATE TABLE audit_anchor (
    sequence bigint NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    hash bytea NOT NULL,
    signature bytea NOT NULL
);
