-- Names of accounts that were anonymised: nobody gets them again, and nobody reads them here. mark: an HMAC-SHA256 of what the name looks
-- like, by a key of the ring. Nothing says which row of `account` it was.
CREATE TABLE reserved_name (
  domain_name VARCHAR(255) NOT NULL,
  mark        BINARY(32)   NOT NULL,
  PRIMARY KEY (domain_name, mark)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a link is for besides the account: the phone that is set up by it.
ALTER TABLE account_link ADD COLUMN detail VARCHAR(200) NOT NULL DEFAULT '';
