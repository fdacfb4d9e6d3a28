-- What happened to rigs; at is milliseconds since 1970-01-01 UTC, severity is TimelineSeverity.
CREATE TABLE rig_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rig text COLLATE "C" NOT NULL,
    farm text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    severity smallint NOT NULL,
    subject text,
    value text,
    text text,
    actor text
);

CREATE INDEX rig_event_rig_at ON rig_event (rig, at, id);

-- For the state at a moment.
CREATE INDEX rig_event_status ON rig_event (rig, at, id) WHERE kind = 'status';

-- For trimming: the oldest of all rigs.
CREATE INDEX rig_event_at ON rig_event (at);
