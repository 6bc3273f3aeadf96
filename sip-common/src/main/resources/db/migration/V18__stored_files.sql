-- The file store: files of people for others. id: as in the file's URL, random; also the name of the file with the content. owner: address of
-- who uploads it; owner_key: its SHA-256. bytes: of one that is not whole as announced. sealed: key of the content, name, type and SHA-256,
-- sealed with the key ring and bound to this row. Files whose expires_at is over go.
CREATE TABLE stored_file (
  id         BINARY(16)    NOT NULL,
  owner_key  BINARY(32)    NOT NULL,
  owner      VARCHAR(512)  NOT NULL,
  bytes      BIGINT        NOT NULL,
  whole      BOOLEAN       NOT NULL,
  created_at BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  sealed     VARCHAR(4096) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX stored_file_owner ON stored_file (owner_key, created_at);
CREATE INDEX stored_file_time ON stored_file (created_at);
CREATE INDEX stored_file_end ON stored_file (expires_at);

-- Who may fetch a file besides its owner: accounts and groups. party_key: SHA-256 of party.
CREATE TABLE stored_file_party (
  file_id   BINARY(16)   NOT NULL,
  party_key BINARY(32)   NOT NULL,
  party     VARCHAR(512) NOT NULL,
  PRIMARY KEY (file_id, party_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row, which whoever adds a file locks, so that several don't take the same room.
CREATE TABLE stored_file_room (
  id INT NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO stored_file_room (id) VALUES (1);
