-- What a job that deletes by the clock believes of the clock: trusted is the time of its last run, since says from when on the clock is another one, seen when that was last looked at.
CREATE TABLE job_clock (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    trusted bigint NOT NULL,
    since bigint,
    seen bigint NOT NULL
);
