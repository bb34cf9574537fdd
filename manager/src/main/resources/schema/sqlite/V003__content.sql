-- Bytes of files that a migration sent: more than went over the wire where they were compressed.
ALTER TABLE migration ADD COLUMN content_bytes INTEGER;
