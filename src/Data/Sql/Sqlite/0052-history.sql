-- The packed history. A rig or a farm has a number that is never used again, so that a chunk's key is one whole number:
-- number * 2^27 + resolution * 2^23 + slot, and everything of one subject and resolution lies together in the order of time (ChunkKey).
CREATE TABLE history_subject (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    gone_at INTEGER
);

CREATE TABLE history_chunk (
    key INTEGER PRIMARY KEY,
    payload BLOB NOT NULL
);

-- Hours of a rig (farm = 0) or a farm (1) whose coarser resolutions have to be made again.
CREATE TABLE history_dirty (
    farm INTEGER NOT NULL,
    subject TEXT NOT NULL,
    hour INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (farm, subject, hour)
) WITHOUT ROWID;

-- Which card had which index in a rig, and since when; a bus id per line, an empty line where there is none.
CREATE TABLE history_cards (
    rig TEXT NOT NULL,
    since INTEGER NOT NULL,
    cards TEXT NOT NULL,
    PRIMARY KEY (rig, since)
) WITHOUT ROWID;

-- What runs by the clock: who may run it (a later fence wins), how far it is, how it went.
CREATE TABLE job_state (
    name TEXT NOT NULL PRIMARY KEY,
    fence INTEGER NOT NULL,
    holder TEXT,
    lease_until INTEGER NOT NULL,
    position INTEGER,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    took_ms INTEGER,
    did INTEGER,
    result TEXT,
    error TEXT,
    next_at INTEGER
) WITHOUT ROWID;
