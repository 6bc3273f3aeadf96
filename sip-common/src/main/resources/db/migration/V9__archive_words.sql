-- Where the words of the record's content are, for the search, and nothing else: no evidence, can be made again from the
-- records. No word stands here, only what a key outside the database makes of it; see docs/decisions/0017.

-- The keys that the tokens were made with: one for each retention class and month. A key that is destroyed takes its rows with it.
CREATE TABLE archive_word_key (
  key_ref INT         NOT NULL AUTO_INCREMENT,
  key_id  VARCHAR(64) NOT NULL,
  PRIMARY KEY (key_ref),
  CONSTRAINT archive_word_key_id UNIQUE (key_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How far each chain has been read: the first number that has not been. It moves in one commit with the words. complete: the
-- chain has ended there.
CREATE TABLE archive_word_chain (
  chain_ref   INT        NOT NULL AUTO_INCREMENT,
  chain       BINARY(16) NOT NULL,
  next_number BIGINT     NOT NULL,
  complete    SMALLINT   NOT NULL,
  PRIMARY KEY (chain_ref),
  CONSTRAINT archive_word_chain_id UNIQUE (chain)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row for each different word of a record. The key's number comes first: a month's rows stand together, where they are
-- written and where they go.
CREATE TABLE archive_word (
  key_ref     INT    NOT NULL,
  token       BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  chain_ref   INT    NOT NULL,
  number      BIGINT NOT NULL,
  PRIMARY KEY (key_ref, token, happened_at, chain_ref, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The search's order is all in the index: the database need not sort what a person has in ten years.
ALTER TABLE archive_party DROP INDEX archive_party_address;
CREATE INDEX archive_party_address ON archive_party (address, happened_at, chain, number);
ALTER TABLE archive_record DROP INDEX archive_record_time;
CREATE INDEX archive_record_time ON archive_record (happened_at, chain, number);
