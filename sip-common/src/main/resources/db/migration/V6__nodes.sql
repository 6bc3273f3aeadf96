-- The nodes that run now, each start of a process by a name of its own. A node is live as long as others see its
-- beats rise; beat_at and started_at (by the database's clock) are for people.
CREATE TABLE node (
  name       VARCHAR(64) NOT NULL,
  role_name  VARCHAR(16) NOT NULL,
  address    VARCHAR(64) NOT NULL,
  beats      BIGINT      NOT NULL,
  beat_at    BIGINT      NOT NULL,
  started_at BIGINT      NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
