-- How often logins failed, so that guessing stays slow across a restart.

CREATE TABLE login_failure (
    id VARCHAR(64) PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failure BIGINT NOT NULL
);

CREATE INDEX login_failure_last ON login_failure (last_failure);
