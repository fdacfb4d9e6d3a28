-- Times are milliseconds since 1970-01-01 UTC. Lines are only ever added; hash binds each to the one before it (AuditLine says how).
CREATE TABLE audit (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    action TEXT NOT NULL,
    farm TEXT,
    rig TEXT,
    person TEXT,
    target TEXT NOT NULL,
    changes TEXT NOT NULL,
    hash BLOB NOT NULL
);

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_actor ON audit (actor_id, sequence);
CREATE INDEX audit_action ON audit (action, sequence);
CREATE INDEX audit_farm ON audit (farm, sequence) WHERE farm IS NOT NULL;
CREATE INDEX audit_rig ON audit (rig, sequence) WHERE rig IS NOT NULL;
CREATE INDEX audit_person ON audit (person, sequence) WHERE person IS NOT NULL;

-- The last line: where the next one goes on.
CREATE TABLE audit_head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
);

INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, zeroblob(32));

-- Signed now and then with a key that is not in the database.
CREATE TABLE audit_anchor (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL
);
