-- Logins that failed, of phones and of people with a role. day_number: days since 1970, of UTC. account: a name that exists; empty for
-- all that don't. network: an IPv4 address, or the /64 of an IPv6 one; empty where there were too many.
CREATE TABLE failed_login (
  domain_name VARCHAR(255) NOT NULL,
  day_number  INT          NOT NULL,
  kind        VARCHAR(16)  NOT NULL,
  account     VARCHAR(64)  NOT NULL,
  network     VARCHAR(64)  NOT NULL,
  times       BIGINT       NOT NULL,
  first_at    BIGINT       NOT NULL,
  last_at     BIGINT       NOT NULL,
  PRIMARY KEY (domain_name, day_number, kind, account, network)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
