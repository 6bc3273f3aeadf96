-- What is kept for how long stands in the records themselves; here is only what the shredding needs, see docs/decisions/0018.

-- Keys of records on hold, wrapped once more before the key of their day goes. key_id: of the hold's key, outside the database.
CREATE TABLE archive_hold_key (
  chain   BINARY(16)     NOT NULL,
  number  BIGINT         NOT NULL,
  key_id  VARCHAR(64)    NOT NULL,
  wrapped VARBINARY(128) NOT NULL,
  PRIMARY KEY (chain, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX archive_hold_key_id ON archive_hold_key (key_id);

-- Which node still has which key of a day that is over. signer: the node's fingerprint.
CREATE TABLE archive_key_copy (
  signer VARCHAR(64) NOT NULL,
  key_id VARCHAR(64) NOT NULL,
  PRIMARY KEY (signer, key_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row: who shreds now and until when, how far the calendar is by which records are over (a day since 1970; a clock that leaps does not take
-- it along), and when something was shredded and the files were compacted last.
CREATE TABLE archive_shredding (
  id           SMALLINT    NOT NULL,
  holder       VARCHAR(64) NOT NULL,
  held_until   BIGINT      NOT NULL,
  calendar_day BIGINT      NOT NULL,
  shredded_at  BIGINT      NOT NULL,
  compacted_at BIGINT      NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO archive_shredding (id, holder, held_until, calendar_day, shredded_at, compacted_at) VALUES (1, '', 0, 0, 0, 0);
