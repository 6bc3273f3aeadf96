-- Who somebody with a role is at the organisation's identity provider: from their first login by it on. identity: SHA-256 of the issuer, a
-- zero byte, and the subject there, which is never somebody else's, while names are.
CREATE TABLE person_identity (
  domain_name VARCHAR(255) NOT NULL,
  name        VARCHAR(64)  NOT NULL,
  identity    BINARY(32)   NOT NULL,
  issuer      VARCHAR(255) NOT NULL,
  subject     VARCHAR(255) NOT NULL,
  tied_at     BIGINT       NOT NULL,
  PRIMARY KEY (domain_name, name),
  CONSTRAINT person_identity_once UNIQUE (domain_name, identity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
