-- The search entries of records are written behind the commit of the record, many at once: a message no longer waits until its
-- record stands in six orders. See org.earshot.proxy.archive and docs/decisions/0025.

-- By kind and by time; derived from the records. By whom: archive_party, as before.
CREATE TABLE archive_entry (
  kind        VARCHAR(32) NOT NULL,
  happened_at BIGINT      NOT NULL,
  chain       BINARY(16)  NOT NULL,
  number      BIGINT      NOT NULL,
  PRIMARY KEY (kind, happened_at, chain, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX archive_entry_time ON archive_entry (happened_at, chain, number);

-- How far each chain has its entries: the first number that has none. It moves in one commit with them. complete: the chain
-- has ended there.
CREATE TABLE archive_entered (
  chain       BINARY(16) NOT NULL,
  next_number BIGINT     NOT NULL,
  complete    SMALLINT   NOT NULL,
  PRIMARY KEY (chain)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO archive_entry (kind, happened_at, chain, number) SELECT kind, happened_at, chain, number FROM archive_record;
INSERT INTO archive_entered (chain, next_number, complete) SELECT chain, MAX(number) + 1, 0 FROM archive_record GROUP BY chain;

ALTER TABLE archive_record DROP INDEX archive_record_time;
ALTER TABLE archive_record DROP INDEX archive_record_kind;
ALTER TABLE archive_record DROP INDEX archive_record_signer;
