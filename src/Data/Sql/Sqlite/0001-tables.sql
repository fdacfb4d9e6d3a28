-- Times are milliseconds since 1970-01-01 UTC.
CREATE TABLE grain_state (
    key TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    data BLOB
) WITHOUT ROWID;

-- A journal of samples: many rigs in each row, in the order in which they came (TelemetryBlock says how they lie in data).
CREATE TABLE telemetry_batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    samples INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE INDEX telemetry_batch_last_at ON telemetry_batch (last_at);

-- The highest sequence of every rig, as of that batch; those of later batches are read from the batches at the start.
CREATE TABLE telemetry_checkpoint (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    batch INTEGER NOT NULL,
    marks BLOB NOT NULL
);

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
