-- One row per state. Orleans hands a key over in three parts: two numbers (a GUID, or 0 and an integer) and a text.
CREATE TABLE grain_state (
    service text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    key_text text COLLATE "C" NOT NULL,
    key_high bigint NOT NULL,
    key_low bigint NOT NULL,
    version integer NOT NULL,
    data bytea,
    PRIMARY KEY (service, name, key_text, key_high, key_low)
);

-- Orleans.Persistence.AdoNet reads its statements from here when the silo starts; the table, its columns and the keys
-- have the names that it asks for.
CREATE TABLE OrleansQuery (
    QueryKey varchar(64) NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
    SELECT data AS PayloadBinary, version AS Version
    FROM grain_state
    WHERE service = @ServiceId AND name = @GrainTypeString
      AND key_text = coalesce(@GrainIdExtensionString, '''') AND key_high = @GrainIdN0 AND key_low = @GrainIdN1');

-- Always one row: the new version, or null when another version is stored. A null version from Orleans says
-- "there never was one"; both parts see the table as it was before, so at most one of them writes.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
    WITH changed AS (
        UPDATE grain_state SET version = version + 1, data = @PayloadBinary
        WHERE service = @ServiceId AND name = @GrainTypeString
          AND key_text = coalesce(@GrainIdExtensionString, '''') AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
          AND version = @GrainStateVersion::integer
        RETURNING version
    ), added AS (
        INSERT INTO grain_state (service, name, key_text, key_high, key_low, version, data)
        SELECT @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''''), @GrainIdN0, @GrainIdN1, 1, @PayloadBinary
        WHERE @GrainStateVersion::integer IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version
    )
    SELECT coalesce((SELECT version FROM changed), (SELECT version FROM added)) AS NewGrainStateVersion');

-- Always one row, as above; the row stays as a tombstone, so that versions are never used twice.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
    WITH changed AS (
        UPDATE grain_state SET version = version + 1, data = NULL
        WHERE service = @ServiceId AND name = @GrainTypeString
          AND key_text = coalesce(@GrainIdExtensionString, '''') AND key_high = @GrainIdN0 AND key_low = @GrainIdN1
          AND version = @GrainStateVersion::integer
        RETURNING version
    )
    SELECT (SELECT version FROM changed) AS NewGrainStateVersion');
