-- What follows a user to a new device, and from which devices it is withheld; see docs/decisions/0014.

-- How long content stays as history, at least as long as the message may wait; kept_by: its sender, where it does.
-- reader_key of message_read: SHA-256 of the address of who has displayed a message.
ALTER TABLE message ADD COLUMN keep_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN kept_by VARCHAR(512);

CREATE INDEX message_kept_by ON message (kept_by, received_at);

CREATE TABLE message_read (
  message    BINARY(16) NOT NULL,
  reader_key BINARY(32) NOT NULL,
  PRIMARY KEY (message, reader_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Whether the phone wants history, and whether a device has been given it.
ALTER TABLE binding ADD COLUMN wants_history SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN has_history SMALLINT NOT NULL DEFAULT 0;
UPDATE device SET has_history = 1;

-- Since when new devices of an account get neither history nor contact list, and those that do all the same.
CREATE TABLE withheld (
  owner_key BINARY(32)   NOT NULL,
  owner     VARCHAR(512) NOT NULL,
  since     BIGINT       NOT NULL,
  PRIMARY KEY (owner_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE trusted_device (
  owner_key   BINARY(32)   NOT NULL,
  instance_id VARCHAR(255) NOT NULL,
  PRIMARY KEY (owner_key, instance_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
