-- Messages that wait for devices, what became of them, and groups; see org.earshot.proxy.message.

-- Whether the phone says that it takes message/cpim.
ALTER TABLE binding ADD COLUMN takes_cpim SMALLINT NOT NULL DEFAULT 0;

-- Phones that an account is known to have. device_key: SHA-256 of address and instance; an instance of '' stands for
-- all phones of the address that name none. last_seen 0: nothing was ever seen of it, messages wait for the first phone.
CREATE TABLE device (
  device_key  BINARY(32)   NOT NULL,
  address     VARCHAR(512) NOT NULL,
  instance_id VARCHAR(255) NOT NULL,
  takes_cpim  SMALLINT     NOT NULL,
  last_seen   BIGINT       NOT NULL,
  PRIMARY KEY (device_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX device_address ON device (address);
CREATE INDEX device_seen ON device (last_seen);

-- repeat_key: SHA-256 of sender, recipient, and what makes a message the same when it comes again. message_key: SHA-256
-- of its Message-ID, where the sender chose it. kept_for: the recipient, where the content stays until it expires.
-- sealed: all that a device gets, sealed with a key of the ring; gone once nobody waits for it.
-- Ids begin with the time, and what most rows don't have is NULL: a commit touches few pages, however many rows there are.
CREATE TABLE message (
  id          BINARY(16)   NOT NULL,
  repeat_key  BINARY(32)   NOT NULL,
  message_key BINARY(32),
  kind        VARCHAR(16)  NOT NULL,
  sender      VARCHAR(512) NOT NULL,
  recipient   VARCHAR(512) NOT NULL,
  wishes      SMALLINT     NOT NULL,
  kept_for    VARCHAR(512),
  received_at BIGINT       NOT NULL,
  expires_at  BIGINT       NOT NULL,
  sealed      MEDIUMBLOB,
  PRIMARY KEY (id),
  CONSTRAINT message_repeat UNIQUE (repeat_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX message_expiry ON message (expires_at);
CREATE INDEX message_name ON message (message_key);
CREATE INDEX message_kept ON message (kept_for, received_at);

-- The devices' queues: what is new, and then what is history (past), each in the order of sequence. was_read: of history,
-- whether its reader had displayed it.
CREATE TABLE message_waiting (
  sequence BIGINT     NOT NULL AUTO_INCREMENT,
  device   BINARY(32) NOT NULL,
  message  BINARY(16) NOT NULL,
  past     SMALLINT   NOT NULL DEFAULT 0,
  was_read SMALLINT   NOT NULL DEFAULT 0,
  PRIMARY KEY (sequence),
  CONSTRAINT message_waiting_once UNIQUE (message, device)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX message_waiting_queue ON message_waiting (device, past, sequence);

-- How a device answered, and what its owner did with the message.
CREATE TABLE message_receipt (
  message      BINARY(16) NOT NULL,
  device       BINARY(32) NOT NULL,
  status       SMALLINT   NOT NULL,
  answered_at  BIGINT     NOT NULL,
  displayed_at BIGINT,
  PRIMARY KEY (message, device)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Of whom an account wants no messages.
CREATE TABLE blocked_sender (
  owner      VARCHAR(330) NOT NULL,
  sender     VARCHAR(330) NOT NULL,
  blocked_at BIGINT       NOT NULL,
  PRIMARY KEY (owner, sender)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Groups. Their names are reserved in the table account, so that no account can have one.
CREATE TABLE chat_group (
  address      VARCHAR(330) NOT NULL,
  display_name VARCHAR(255) NOT NULL,
  moderated    SMALLINT     NOT NULL,
  joinable     SMALLINT     NOT NULL,
  history      INT          NOT NULL,
  created_at   BIGINT       NOT NULL,
  PRIMARY KEY (address)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE group_member (
  group_address VARCHAR(330) NOT NULL,
  member        VARCHAR(330) NOT NULL,
  is_owner      SMALLINT     NOT NULL,
  joined_at     BIGINT       NOT NULL,
  PRIMARY KEY (group_address, member)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX group_member_member ON group_member (member);
