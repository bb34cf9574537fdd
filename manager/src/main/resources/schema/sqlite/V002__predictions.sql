-- What was predicted for a migration before it began, and the source's engine: later predictions learn from both.
ALTER TABLE migration ADD COLUMN engine TEXT;
ALTER TABLE migration ADD COLUMN prediction TEXT; -- JSON
