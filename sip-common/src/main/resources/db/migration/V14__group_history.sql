-- From when on newcomers of a group get what was written before them: since an administrator has let somebody in, or more
-- of them see more. Of a member: as it was when they came. In groups that are there already an administrator may have done
-- so before: nobody who comes from now on gets what is kept of them now.
ALTER TABLE chat_group ADD COLUMN history_since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE group_member ADD COLUMN history_since BIGINT NOT NULL DEFAULT 0;

UPDATE chat_group SET history_since = COALESCE(
  (SELECT MAX(m.received_at) FROM message m WHERE m.kept_for = CONCAT('sip:', chat_group.address)), created_at);
UPDATE group_member SET history_since = COALESCE(
  (SELECT g.history_since FROM chat_group g WHERE g.address = group_member.group_address), joined_at);
