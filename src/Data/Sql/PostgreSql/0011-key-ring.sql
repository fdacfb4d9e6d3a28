-- Keys of sessions and stored secrets, which all web processes share. Each is encrypted with a master key that is not in the database.
CREATE TABLE key_ring (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    xml text NOT NULL
);

-- Tells a process with another master key that it has the wrong one.
CREATE TABLE key_ring_master (
    one integer NOT NULL PRIMARY KEY CHECK (one = 1),
    fingerprint text NOT NULL
);
