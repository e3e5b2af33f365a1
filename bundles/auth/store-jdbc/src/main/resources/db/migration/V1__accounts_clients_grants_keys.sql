-- Times are milliseconds since 1970 in UTC. Lists are lines of one text.

CREATE TABLE installation (
    id INTEGER PRIMARY KEY,
    claimed BIGINT NOT NULL
);

CREATE TABLE account (
    id VARCHAR(64) PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    name_key VARCHAR(128) NOT NULL,
    display_name VARCHAR(256) NOT NULL,
    email VARCHAR(320) NOT NULL,
    enabled BOOLEAN NOT NULL,
    password_hash VARCHAR(512) NOT NULL,
    roles VARCHAR(16000) NOT NULL,
    member_of VARCHAR(16000) NOT NULL,
    created BIGINT NOT NULL,
    password_changed BIGINT NOT NULL,
    not_before BIGINT,
    version BIGINT NOT NULL,
    CONSTRAINT account_name UNIQUE (name_key)
);

CREATE TABLE second_factor (
    account_id VARCHAR(64) PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    sealed_secret VARCHAR(1024) NOT NULL,
    confirmed BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    account_id VARCHAR(64) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash VARCHAR(128) NOT NULL,
    PRIMARY KEY (account_id, hash)
);

CREATE TABLE account_role (
    name VARCHAR(128) PRIMARY KEY,
    description VARCHAR(1024) NOT NULL,
    scopes VARCHAR(16000) NOT NULL,
    built_in BOOLEAN NOT NULL
);

CREATE TABLE account_group (
    name VARCHAR(128) PRIMARY KEY,
    description VARCHAR(1024) NOT NULL,
    roles VARCHAR(16000) NOT NULL
);

CREATE TABLE client (
    id VARCHAR(128) PRIMARY KEY,
    name VARCHAR(256) NOT NULL,
    enabled BOOLEAN NOT NULL,
    authentication VARCHAR(64) NOT NULL,
    redirect_uris VARCHAR(16000) NOT NULL,
    post_logout_redirect_uris VARCHAR(16000) NOT NULL,
    grant_types VARCHAR(2000) NOT NULL,
    scopes VARCHAR(16000) NOT NULL,
    jwks VARCHAR(16000),
    pkce_required BOOLEAN NOT NULL,
    consent_required BOOLEAN NOT NULL,
    id_token_algorithm VARCHAR(16) NOT NULL,
    created BIGINT NOT NULL,
    not_before BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE client_secret (
    client_id VARCHAR(128) NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    id VARCHAR(64) NOT NULL,
    hash VARCHAR(128) NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT,
    PRIMARY KEY (client_id, id)
);

CREATE TABLE client_origin (
    client_id VARCHAR(128) NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    origin VARCHAR(512) NOT NULL,
    PRIMARY KEY (client_id, origin)
);

CREATE INDEX client_origin_origin ON client_origin (origin);

CREATE TABLE consent (
    account_id VARCHAR(64) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    client_id VARCHAR(128) NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    scopes VARCHAR(16000) NOT NULL,
    given BIGINT NOT NULL,
    PRIMARY KEY (account_id, client_id)
);

CREATE TABLE user_grant (
    id VARCHAR(64) PRIMARY KEY,
    account_id VARCHAR(64) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    client_id VARCHAR(128) NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    scopes VARCHAR(16000) NOT NULL,
    session_id VARCHAR(128),
    authenticated BIGINT NOT NULL,
    methods VARCHAR(256) NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT
);

CREATE INDEX user_grant_account ON user_grant (account_id, created);
CREATE INDEX user_grant_expires ON user_grant (expires);

CREATE TABLE authorization_code (
    hash VARCHAR(128) PRIMARY KEY,
    grant_id VARCHAR(64) NOT NULL REFERENCES user_grant (id) ON DELETE CASCADE,
    redirect_uri VARCHAR(2048),
    challenge VARCHAR(128),
    nonce VARCHAR(1024),
    expires BIGINT NOT NULL,
    redeemed BIGINT
);

CREATE TABLE refresh_token (
    hash VARCHAR(128) PRIMARY KEY,
    grant_id VARCHAR(64) NOT NULL REFERENCES user_grant (id) ON DELETE CASCADE,
    issued BIGINT NOT NULL,
    idle_expires BIGINT NOT NULL,
    used BIGINT,
    successor VARCHAR(128)
);

CREATE TABLE device_request (
    hash VARCHAR(128) PRIMARY KEY,
    user_code VARCHAR(32) NOT NULL,
    client_id VARCHAR(128) NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    scopes VARCHAR(16000) NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    poll_interval BIGINT NOT NULL,
    last_poll BIGINT,
    state VARCHAR(16) NOT NULL,
    grant_id VARCHAR(64) REFERENCES user_grant (id) ON DELETE CASCADE,
    CONSTRAINT device_request_user_code UNIQUE (user_code)
);

CREATE TABLE browser_session (
    id VARCHAR(128) PRIMARY KEY,
    account_id VARCHAR(64) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    authenticated BIGINT NOT NULL,
    methods VARCHAR(256) NOT NULL,
    last_used BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    address VARCHAR(256) NOT NULL,
    user_agent VARCHAR(512) NOT NULL
);

CREATE INDEX browser_session_expires ON browser_session (expires);

CREATE TABLE api_token (
    id VARCHAR(64) PRIMARY KEY,
    hash VARCHAR(128) NOT NULL,
    account_id VARCHAR(64) NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name VARCHAR(128) NOT NULL,
    scopes VARCHAR(16000) NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    last_used BIGINT,
    CONSTRAINT api_token_hash UNIQUE (hash),
    CONSTRAINT api_token_name UNIQUE (account_id, name)
);

CREATE TABLE signing_key (
    kid VARCHAR(64) PRIMARY KEY,
    algorithm VARCHAR(16) NOT NULL,
    public_jwk VARCHAR(8000) NOT NULL,
    sealed_private_jwk VARCHAR(16000) NOT NULL,
    created BIGINT NOT NULL,
    activates BIGINT NOT NULL,
    retired BIGINT,
    removed BIGINT
);

CREATE TABLE revocation (
    id VARCHAR(128) PRIMARY KEY,
    until_time BIGINT NOT NULL
);

CREATE TABLE not_before (
    id VARCHAR(256) PRIMARY KEY,
    instant BIGINT NOT NULL
);

CREATE TABLE service_account (
    bundle VARCHAR(256) PRIMARY KEY,
    scopes VARCHAR(16000) NOT NULL,
    created BIGINT NOT NULL,
    revoked BIGINT
);
