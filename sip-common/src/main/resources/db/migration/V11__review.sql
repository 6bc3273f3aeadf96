-- Supervision: rules that pick messages, and the queue of what they picked; see docs/decisions/0019. What rules look for, what
-- picked a message and what officers said of it is sealed, each bound to its row; states stand in clear for counting only.

-- Every version of every rule, in the order in which they were made: of two that are made at once, one finds its number taken.
CREATE TABLE review_rule (
  change_number INT        NOT NULL,
  sealed        MEDIUMBLOB NOT NULL,
  PRIMARY KEY (change_number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How far each chain has been read: the first number that has not been. It moves in one commit with what was picked.
CREATE TABLE review_chain (
  chain       BINARY(16) NOT NULL,
  next_number BIGINT     NOT NULL,
  complete    SMALLINT   NOT NULL,
  examined    BIGINT     NOT NULL,
  unreadable  BIGINT     NOT NULL,
  PRIMARY KEY (chain)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE review_item (
  item      BIGINT      NOT NULL AUTO_INCREMENT,
  chain     BINARY(16)  NOT NULL,
  number    BIGINT      NOT NULL,
  queued_at BIGINT      NOT NULL,
  revision  INT         NOT NULL,
  progress  VARCHAR(16) NOT NULL,
  sealed    MEDIUMBLOB  NOT NULL,
  PRIMARY KEY (item),
  CONSTRAINT review_item_record UNIQUE (chain, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX review_item_progress ON review_item (progress, item);

-- Whose messages an officer does not review: the officer's own, say.
CREATE TABLE review_recusal (
  officer VARCHAR(64)  NOT NULL,
  address VARCHAR(512) NOT NULL,
  PRIMARY KEY (officer, address)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
