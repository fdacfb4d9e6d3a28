-- Times are milliseconds since 1970-01-01 UTC.
CREATE TABLE grain_state (
    key TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    data BLOB
) WITHOUT ROWID;

CREATE TABLE telemetry (
    rig TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (rig, sequence)
) WITHOUT ROWID;

-- For trimming: the oldest of all rigs.
CREATE INDEX telemetry_at ON telemetry (at);

-- The highest sequence that was ever trimmed away, so that it is not counted again.
CREATE TABLE telemetry_mark (
    rig TEXT NOT NULL PRIMARY KEY,
    highest INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE directory_farm (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE directory_rig (
    id TEXT NOT NULL PRIMARY KEY,
    farm TEXT NOT NULL,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX directory_rig_farm ON directory_rig (farm, id);
