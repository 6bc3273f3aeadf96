-- Calls of the last days and their SIP messages, for administrators who look why one failed. call_key: the first half of the SHA-256 of
-- Call-ID. vias: how far the node that wrote the row is from the caller; a nearer one's words replace it. caller_key, callee_key:
-- SHA-256 of caller, callee. Old ones go: see calls.keepFailed, calls.keepOthers.
CREATE TABLE call_trace (
  call_key    BINARY(16)    NOT NULL,
  call_id     VARCHAR(255)  NOT NULL,
  node        VARCHAR(64)   NOT NULL,
  vias        INT           NOT NULL,
  caller_key  BINARY(32)    NOT NULL,
  caller      VARCHAR(1024) NOT NULL,
  callee_key  BINARY(32)    NOT NULL,
  callee      VARCHAR(1024) NOT NULL,
  began_at    BIGINT        NOT NULL,
  answered_at BIGINT        NOT NULL,
  ended_at    BIGINT        NOT NULL,
  outcome     VARCHAR(16)   NOT NULL,
  status      INT           NOT NULL,
  PRIMARY KEY (call_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX call_trace_time ON call_trace (began_at);
CREATE INDEX call_trace_outcome ON call_trace (outcome, began_at);
CREATE INDEX call_trace_caller ON call_trace (caller_key, began_at);
CREATE INDEX call_trace_callee ON call_trace (callee_key, began_at);

-- What a node heard of a call between two writings. messages: JSON, without bodies and credentials. lost: how many messages could not be
-- kept in that time.
CREATE TABLE call_trace_part (
  call_key BINARY(16)  NOT NULL,
  node     VARCHAR(64) NOT NULL,
  first_at BIGINT      NOT NULL,
  lost     BIGINT      NOT NULL,
  messages MEDIUMTEXT  NOT NULL,
  PRIMARY KEY (call_key, node, first_at),
  CONSTRAINT call_trace_part_of FOREIGN KEY (call_key) REFERENCES call_trace (call_key) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- By which the reports of a call are found: as call_trace.call_key. Empty for reports of before.
ALTER TABLE call_quality ADD COLUMN call_key BINARY(16);
CREATE INDEX call_quality_call ON call_quality (call_key);
