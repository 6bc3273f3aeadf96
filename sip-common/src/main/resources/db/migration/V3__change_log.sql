-- What other nodes have to hear of: a hint only, the state itself stands in its own tables. Rows go after an hour.
CREATE TABLE change_log (
  sequence   BIGINT       NOT NULL AUTO_INCREMENT,
  node       VARCHAR(64)  NOT NULL,
  topic      VARCHAR(16)  NOT NULL,
  subject    VARCHAR(512) NOT NULL,
  changed_at BIGINT       NOT NULL,
  PRIMARY KEY (sequence)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX change_log_time ON change_log (changed_at);
