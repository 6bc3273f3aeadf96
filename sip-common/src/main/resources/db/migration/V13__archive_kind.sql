-- A search by kind alone, and what compares the review's queue with the record, read no other kinds. The order of the answer is all in
-- the index.
CREATE INDEX archive_record_kind ON archive_record (kind, happened_at, chain, number);
