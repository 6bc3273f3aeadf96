-- Files that policy refused and that are held back instead (files.quarantine): an administrator releases them or erases them, else they go at
-- expires_at. id, owner, bytes, created_at, sealed: as in stored_file, where they stand no more; stored_file_party still says whom they are for.
-- released_at: then the file is in stored_file again. told: whether those whom it concerns were told how it is; released and told, the row goes.
-- hold: what stands in the URL, and why it is held, sealed with the key ring and bound to this row.
CREATE TABLE held_file (
  id          BINARY(16)    NOT NULL,
  owner_key   BINARY(32)    NOT NULL,
  owner       VARCHAR(512)  NOT NULL,
  bytes       BIGINT        NOT NULL,
  created_at  BIGINT        NOT NULL,
  held_at     BIGINT        NOT NULL,
  expires_at  BIGINT        NOT NULL,
  released_at BIGINT,
  told        BOOLEAN       NOT NULL,
  sealed      VARCHAR(4096) NOT NULL,
  hold        VARCHAR(4096) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX held_file_owner ON held_file (owner_key);
CREATE INDEX held_file_end ON held_file (expires_at);
CREATE INDEX held_file_told ON held_file (told);
