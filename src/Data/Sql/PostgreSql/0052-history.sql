-- The packed history. A rig or a farm has a number that is never used again, so that a chunk's key is one whole number:
-- number * 2^27 + resolution * 2^23 + slot, and everything of one subject and resolution lies together in the order of time (ChunkKey).
CREATE TABLE history_subject (
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    gone_at bigint
);

CREATE TABLE history_chunk (
    key bigint NOT NULL PRIMARY KEY,
    payload bytea NOT NULL
);

-- Hours of a rig (farm = 0) or a farm (1) whose coarser resolutions have to be made again.
CREATE TABLE history_dirty (
    farm bigint NOT NULL,
    subject text COLLATE "C" NOT NULL,
    hour bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (farm, subject, hour)
);

-- Which card had which index in a rig, and since when; a bus id per line, an empty line where there is none.
CREATE TABLE history_cards (
    rig text COLLATE "C" NOT NULL,
    since bigint NOT NULL,
    cards text NOT NULL,
    PRIMARY KEY (rig, since)
);

-- What runs by the clock: who may run it (a later fence wins), how far it is, how it went.
CREATE TABLE job_state (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    fence bigint NOT NULL,
    holder text,
    lease_until bigint NOT NULL,
    position bigint,
    started_at bigint NOT NULL,
    ended_at bigint,
    took_ms bigint,
    did bigint,
    result text,
    error text,
    next_at bigint
);

-- Packed already: compressing it again costs time and gains nothing.
ALTER TABLE history_chunk ALTER COLUMN payload SET STORAGE EXTERNAL;
