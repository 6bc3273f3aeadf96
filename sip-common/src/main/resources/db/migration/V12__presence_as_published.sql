-- What is published counts without a registration too (docs/decisions/0012), and documents of a subscription are numbered
-- from 0; see docs/decisions/0013 for what several nodes share.

-- Whether it came over the connection of a registered phone: then it counts while a phone is there. All did, until now.
ALTER TABLE publication ADD COLUMN of_device SMALLINT NOT NULL DEFAULT 1;

-- The least number of the next document. Those that began before this were numbered by the time.
ALTER TABLE subscription ADD COLUMN next_version BIGINT NOT NULL DEFAULT 1000000000;

-- Lists that came with a SUBSCRIBE are looked through where somebody watches who watches; and who is watched in a package,
-- whatever the kind.
CREATE INDEX subscription_list ON subscription (event, list_kind);
