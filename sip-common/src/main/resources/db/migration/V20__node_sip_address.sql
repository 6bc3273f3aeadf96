-- Where a node takes SIP over TLS from the other nodes, HOST:PORT: calls for phones that are connected to it go there. Empty: nowhere.
ALTER TABLE node ADD COLUMN sip_address VARCHAR(64) NOT NULL DEFAULT '';
