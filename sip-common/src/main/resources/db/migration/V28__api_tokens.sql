-- How programs use the administrators' API. secret_hash: SHA-256 of the token, which is kept nowhere. scopes: such as
-- "people:read live:read". used_at: to a minute; used_from: the address, empty while it was never used.
CREATE TABLE api_token (
  id          BINARY(16)   NOT NULL,
  secret_hash BINARY(32)   NOT NULL,
  person_id   BINARY(16)   NOT NULL,
  name        VARCHAR(64)  NOT NULL,
  scopes      VARCHAR(500) NOT NULL,
  created_at  BIGINT       NOT NULL,
  expires_at  BIGINT       NOT NULL,
  used_at     BIGINT,
  used_from   VARCHAR(64)  NOT NULL,
  revoked_at  BIGINT,
  revoked_by  VARCHAR(255) NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT api_token_secret UNIQUE (secret_hash),
  CONSTRAINT api_token_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
