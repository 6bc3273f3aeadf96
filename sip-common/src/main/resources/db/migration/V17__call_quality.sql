-- How calls were heard, as phones claim (RFC 6035). report_key: SHA-256 of reporter, call, kind, tag and times, so that a report that is
-- sent again stands once. reporter_key: SHA-256 of reporter. report: application/vq-rtcpxr as we write it, with nothing of what we don't
-- know. Old ones go: see quality.keep.
CREATE TABLE call_quality (
  report_key   BINARY(32)    NOT NULL,
  reporter_key BINARY(32)    NOT NULL,
  reporter     VARCHAR(512)  NOT NULL,
  received_at  BIGINT        NOT NULL,
  report       VARCHAR(8192) NOT NULL,
  PRIMARY KEY (report_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX call_quality_time ON call_quality (received_at);
CREATE INDEX call_quality_reporter ON call_quality (reporter_key, received_at);
