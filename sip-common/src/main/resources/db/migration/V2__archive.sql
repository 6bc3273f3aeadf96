-- The compliance record. Rows are only ever added; see org.earshot.proxy.archive.

-- One chain for each start of a node. Not evidence, only a list: what counts stands in the records.
CREATE TABLE archive_chain (
  chain     BINARY(16)   NOT NULL,
  signer    VARCHAR(64)  NOT NULL,
  node      VARCHAR(64)  NOT NULL,
  opened_at BIGINT       NOT NULL,
  ended     SMALLINT     NOT NULL,
  PRIMARY KEY (chain)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- facts, fact_salt and sealed can go (retention); the rest keeps the chain provable.
CREATE TABLE archive_record (
  chain              BINARY(16)  NOT NULL,
  number             BIGINT      NOT NULL,
  event_id           BINARY(16)  NOT NULL,
  kind               VARCHAR(32) NOT NULL,
  happened_at        BIGINT      NOT NULL,
  retention          VARCHAR(16) NOT NULL,
  fact_salt          BINARY(32),
  facts              MEDIUMBLOB,
  fact_commitment    BINARY(32)  NOT NULL,
  content_key        VARCHAR(64),
  sealed             MEDIUMBLOB,
  content_digest     BINARY(32),
  content_commitment BINARY(32),
  previous_hash      BINARY(32)  NOT NULL,
  hash               BINARY(32)  NOT NULL,
  signer             VARCHAR(64),
  signature          VARBINARY(64),
  PRIMARY KEY (chain, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX archive_record_time ON archive_record (happened_at);
CREATE INDEX archive_record_signer ON archive_record (signer);

-- Whom a record concerns: derived from its facts, for the search.
CREATE TABLE archive_party (
  chain       BINARY(16)   NOT NULL,
  number      BIGINT       NOT NULL,
  address     VARCHAR(512) NOT NULL,
  happened_at BIGINT       NOT NULL,
  PRIMARY KEY (chain, number, address)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX archive_party_address ON archive_party (address, happened_at);

CREATE TABLE archive_checkpoint (
  chain     BINARY(16)    NOT NULL,
  sequence  BIGINT        NOT NULL,
  body      MEDIUMBLOB    NOT NULL,
  signer    VARCHAR(64)   NOT NULL,
  signature VARBINARY(64) NOT NULL,
  PRIMARY KEY (chain, sequence)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
