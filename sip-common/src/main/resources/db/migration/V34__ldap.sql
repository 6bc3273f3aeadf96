-- Accounts that are an entry's of the organisation's directory. entry_id: its entryUUID or objectGUID; empty where it has none. picture:
-- SHA-256 of the picture there that was taken last.
CREATE TABLE ldap_account (
  domain_name VARCHAR(255) NOT NULL,
  name        VARCHAR(64)  NOT NULL,
  entry_id    VARCHAR(64)  NOT NULL,
  picture     CHAR(64)     NULL,
  PRIMARY KEY (domain_name, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who may read the directory now, and what came of the last time.
CREATE TABLE ldap_run (
  domain_name  VARCHAR(255)  NOT NULL,
  leased_until BIGINT        NOT NULL,
  ended_at     BIGINT        NULL,
  succeeded_at BIGINT        NULL,
  words        VARCHAR(1000) NOT NULL,
  PRIMARY KEY (domain_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
