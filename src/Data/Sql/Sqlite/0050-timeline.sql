-- What happened to rigs; at is milliseconds since 1970-01-01 UTC, severity is TimelineSeverity.
CREATE TABLE rig_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rig TEXT NOT NULL,
    farm TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    severity INTEGER NOT NULL,
    subject TEXT,
    value TEXT,
    text TEXT,
    actor TEXT
);

CREATE INDEX rig_event_rig_at ON rig_event (rig, at, id);

-- For the state at a moment.
CREATE INDEX rig_event_status ON rig_event (rig, at, id) WHERE kind = 'status';

-- For trimming: the oldest of all rigs.
CREATE INDEX rig_event_at ON rig_event (at);
