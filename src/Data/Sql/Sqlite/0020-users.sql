CREATE TABLE directory_user (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX directory_user_email ON directory_user (email, id);
