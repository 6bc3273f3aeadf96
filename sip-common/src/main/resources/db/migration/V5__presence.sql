-- What presence is composed from: what phones publish, who watches, who may, and which calls go on. Keys of 32 bytes are
-- SHA-256: of an address, or of what is named beside them.

-- RFC 3903; the address's row in address_of_record is locked while its publications change.
CREATE TABLE publication (
  aor_key    BINARY(32)  NOT NULL,
  etag       VARCHAR(64) NOT NULL,
  body       MEDIUMBLOB  NOT NULL,
  expires_at BIGINT      NOT NULL,
  updated_at BIGINT      NOT NULL,
  PRIMARY KEY (aor_key, etag),
  CONSTRAINT publication_address FOREIGN KEY (aor_key) REFERENCES address_of_record (aor_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX publication_expiry ON publication (expires_at);

-- RFC 6665: the dialog of a watcher. subscription_key: of Call-ID and both tags. node: who notifies.
CREATE TABLE subscription (
  subscription_key BINARY(32)    NOT NULL,
  call_id          VARCHAR(255)  NOT NULL,
  local_tag        VARCHAR(64)   NOT NULL,
  remote_tag       VARCHAR(255)  NOT NULL,
  event            VARCHAR(32)   NOT NULL,
  event_id         VARCHAR(255)  NOT NULL,
  resource_key     BINARY(32)    NOT NULL,
  resource         VARCHAR(512)  NOT NULL,
  watcher_key      BINARY(32)    NOT NULL,
  watcher          VARCHAR(512)  NOT NULL,
  list_kind        VARCHAR(16)   NOT NULL,
  members          MEDIUMTEXT    NOT NULL,
  local_uri        VARCHAR(2048) NOT NULL,
  remote_uri       VARCHAR(2048) NOT NULL,
  contact          VARCHAR(2048) NOT NULL,
  routes           VARCHAR(4096) NOT NULL,
  remote_cseq      BIGINT        NOT NULL,
  flow             VARCHAR(160)  NOT NULL,
  node             VARCHAR(64)   NOT NULL,
  created_at       BIGINT        NOT NULL,
  expires_at       BIGINT        NOT NULL,
  PRIMARY KEY (subscription_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX subscription_resource ON subscription (resource_key, event);
CREATE INDEX subscription_watcher ON subscription (watcher_key);
CREATE INDEX subscription_node ON subscription (node);
CREATE INDEX subscription_expiry ON subscription (expires_at);

-- Who may see whom; `ask` is a question that waits for its answer.
CREATE TABLE presence_rule (
  owner_key   BINARY(32)   NOT NULL,
  watcher_key BINARY(32)   NOT NULL,
  watcher     VARCHAR(512) NOT NULL,
  verdict     VARCHAR(16)  NOT NULL,
  changed_at  BIGINT       NOT NULL,
  PRIMARY KEY (owner_key, watcher_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The contact list of an account.
CREATE TABLE contact (
  owner_key    BINARY(32)   NOT NULL,
  contact_key  BINARY(32)   NOT NULL,
  owner        VARCHAR(512) NOT NULL,
  address      VARCHAR(512) NOT NULL,
  display_name VARCHAR(255) NOT NULL,
  PRIMARY KEY (owner_key, contact_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX contact_address ON contact (contact_key);

-- Calls that ring or go on. call_key: of Call-ID and the caller's tag.
CREATE TABLE live_call (
  call_key   BINARY(32)    NOT NULL,
  caller_key BINARY(32)    NOT NULL,
  callee_key BINARY(32)    NOT NULL,
  call_id    VARCHAR(1024) NOT NULL,
  caller_tag VARCHAR(1024) NOT NULL,
  node       VARCHAR(64)   NOT NULL,
  caller     VARCHAR(512)  NOT NULL,
  callee     VARCHAR(512)  NOT NULL,
  state      VARCHAR(16)   NOT NULL,
  since      BIGINT        NOT NULL,
  expires_at BIGINT        NOT NULL,
  PRIMARY KEY (call_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX live_call_caller ON live_call (caller_key);
CREATE INDEX live_call_callee ON live_call (callee_key);
