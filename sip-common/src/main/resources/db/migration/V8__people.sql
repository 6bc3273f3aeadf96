-- People with a role: who administers, supervises and audits; see docs/decisions/0016. Rows stay for ever: a removed name
-- stays reserved, since the archive names people by it.

-- password, totp: sealed, bound to this row. totp_step: of the last code that was accepted. failures: since the last login.
CREATE TABLE person (
  id           BINARY(16)   NOT NULL,
  domain_name  VARCHAR(255) NOT NULL,
  name         VARCHAR(64)  NOT NULL,
  duty         VARCHAR(16)  NOT NULL,
  appointed_at BIGINT       NOT NULL,
  appointed_by VARCHAR(255) NOT NULL,
  removed_at   BIGINT,
  password     VARCHAR(512) NOT NULL,
  totp         VARCHAR(255) NOT NULL,
  totp_step    BIGINT       NOT NULL,
  failures     INT          NOT NULL,
  failed_at    BIGINT       NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT person_name UNIQUE (domain_name, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
