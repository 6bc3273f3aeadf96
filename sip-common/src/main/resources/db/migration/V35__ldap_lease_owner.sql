-- Who has the right to read the directory: the node, and which start of it. Nobody else ends it; what a node left behind when it died is its
-- own again at its next start.
ALTER TABLE ldap_run ADD COLUMN leased_node VARCHAR(100) NOT NULL DEFAULT '';
ALTER TABLE ldap_run ADD COLUMN leased_start VARCHAR(100) NOT NULL DEFAULT '';
