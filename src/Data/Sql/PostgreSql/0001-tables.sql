-- Times are milliseconds since 1970-01-01 UTC. Ids compare by bytes, as in the embedded database.
CREATE TABLE telemetry (
    rig text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (rig, sequence)
);

-- For a chart: the rows of one rig lie scattered over the heap.
CREATE INDEX telemetry_rig_at ON telemetry (rig, at);

-- For trimming: the oldest of all rigs.
CREATE INDEX telemetry_at ON telemetry (at);

-- The highest sequence that was ever trimmed away, so that it is not counted again.
CREATE TABLE telemetry_mark (
    rig text COLLATE "C" NOT NULL PRIMARY KEY,
    highest bigint NOT NULL
);

CREATE TABLE directory_farm (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE directory_rig (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    farm text COLLATE "C" NOT NULL,
    name text NOT NULL
);

CREATE INDEX directory_rig_farm ON directory_rig (farm, id);
