-- What a job that deletes by the clock believes of the clock: trusted is the time of its last run, since says from when on the clock is another one, seen when that was last looked at.
CREATE TABLE job_clock (
    name TEXT NOT NULL PRIMARY KEY,
    trusted INTEGER NOT NULL,
    since INTEGER,
    seen INTEGER NOT NULL
) WITHOUT ROWID;
