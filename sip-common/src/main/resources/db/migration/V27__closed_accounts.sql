-- Since when an account is closed: somebody has left. It can be opened again; a deleted one can't.
ALTER TABLE account ADD COLUMN closed_at BIGINT;

CREATE INDEX account_closed ON account (closed_at);
