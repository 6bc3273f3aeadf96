-- When nobody waited any longer for a text that is history only: its expires_at is its keep_until then, so that it is looked
-- at once more only, when it goes. NULL for all others. Of those that are history only already it is not known any more.
ALTER TABLE message ADD COLUMN over_at BIGINT;

UPDATE message SET over_at = received_at WHERE expires_at = keep_until AND NOT EXISTS
  (SELECT 1 FROM message_waiting w WHERE w.message = message.id AND w.past = 0);
