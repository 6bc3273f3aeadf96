-- Pictures of accounts, as they are served: made by the server. etag: SHA-256 of the content, its first half.
CREATE TABLE account_picture (
  account_id BINARY(16)  NOT NULL,
  media_type VARCHAR(32) NOT NULL,
  etag       CHAR(32)    NOT NULL,
  content    MEDIUMBLOB  NOT NULL,
  changed_at BIGINT      NOT NULL,
  PRIMARY KEY (account_id),
  CONSTRAINT account_picture_account FOREIGN KEY (account_id) REFERENCES account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Links that administrators give out, good for once: invitations, and those by which an account gets another password. secret_hash:
-- SHA-256 of the secret in the link, which is kept nowhere. name: of the account that it is for; empty: any. tries: how often an
-- invitation was used for a name that could not be had.
CREATE TABLE account_link (
  id          BINARY(16)   NOT NULL,
  secret_hash BINARY(32)   NOT NULL,
  purpose     VARCHAR(16)  NOT NULL,
  name        VARCHAR(64)  NOT NULL,
  created_at  BIGINT       NOT NULL,
  created_by  VARCHAR(255) NOT NULL,
  expires_at  BIGINT       NOT NULL,
  used_at     BIGINT,
  used_by     VARCHAR(64)  NOT NULL,
  tries       INT          NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT account_link_secret UNIQUE (secret_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX account_link_end ON account_link (expires_at);
