-- One text for MySQL/MariaDB and for H2 in MySQL mode. Times are microseconds since 1970, UTC.

-- Facts about the database itself, such as which key ring its ciphertexts need.
CREATE TABLE meta (
  name  VARCHAR(64)   NOT NULL,
  fact  VARCHAR(8000) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Rows stay for ever: a deleted name stays reserved, and the archive names accounts by id.
CREATE TABLE account (
  id           BINARY(16)   NOT NULL,
  name         VARCHAR(64)  NOT NULL,
  domain_name  VARCHAR(255) NOT NULL,
  look         VARCHAR(64)  NOT NULL,
  display_name VARCHAR(255) NOT NULL,
  created_at   BIGINT       NOT NULL,
  deleted_at   BIGINT,
  PRIMARY KEY (id),
  CONSTRAINT account_name UNIQUE (domain_name, name),
  CONSTRAINT account_look UNIQUE (domain_name, look)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE credential (
  account_id BINARY(16)   NOT NULL,
  label      VARCHAR(64)  NOT NULL,
  algorithm  VARCHAR(16)  NOT NULL,
  realm      VARCHAR(255) NOT NULL,
  sealed     VARCHAR(255) NOT NULL,
  PRIMARY KEY (account_id, label, algorithm, realm),
  CONSTRAINT credential_account FOREIGN KEY (account_id) REFERENCES account (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The row that is locked while the bindings of one address change. aor_key: SHA-256 of the address.
CREATE TABLE address_of_record (
  aor_key     BINARY(32)   NOT NULL,
  user_part   VARCHAR(255) NOT NULL,
  domain_name VARCHAR(255) NOT NULL,
  changes     BIGINT       NOT NULL,
  PRIMARY KEY (aor_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE binding (
  aor_key     BINARY(32)    NOT NULL,
  binding_key BINARY(32)    NOT NULL,
  contact     VARCHAR(2048) NOT NULL,
  q           SMALLINT      NOT NULL,
  call_id     VARCHAR(1024) NOT NULL,
  cseq        BIGINT        NOT NULL,
  expires_at  BIGINT        NOT NULL,
  instance_id VARCHAR(255),
  reg_id      INT           NOT NULL,
  flow        VARCHAR(160)  NOT NULL,
  path        VARCHAR(4096) NOT NULL,
  user_agent  VARCHAR(255)  NOT NULL,
  updated_at  BIGINT        NOT NULL,
  PRIMARY KEY (aor_key, binding_key),
  CONSTRAINT binding_address FOREIGN KEY (aor_key) REFERENCES address_of_record (aor_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX binding_expiry ON binding (expires_at);
