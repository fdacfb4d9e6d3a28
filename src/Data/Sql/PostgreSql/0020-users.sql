CREATE TABLE directory_user (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    email text COLLATE "C" NOT NULL,
    name text NOT NULL
);

CREATE INDEX directory_user_email ON directory_user (email, id);
