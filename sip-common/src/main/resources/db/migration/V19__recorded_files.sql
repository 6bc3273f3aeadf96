-- Files whose content outlives them in the store, since the record has its key (files.record: content). id: as in stored_file, and the name of the
-- file with the content. chain, number: the record. Once that has gone the content goes.
CREATE TABLE recorded_file (
  id     BINARY(16) NOT NULL,
  bytes  BIGINT     NOT NULL,
  chain  BINARY(16) NOT NULL,
  number BIGINT     NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
