-- A step's number is never given twice: copies of the journal are kept elsewhere.
CREATE TABLE migration_step_numbered (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    migration_id TEXT NOT NULL REFERENCES migration (id),
    phase        TEXT NOT NULL,
    effect       TEXT NOT NULL,
    at_ms        INTEGER NOT NULL
) STRICT;
INSERT INTO migration_step_numbered SELECT id, migration_id, phase, effect, at_ms FROM migration_step;
DROP TABLE migration_step;
ALTER TABLE migration_step_numbered RENAME TO migration_step;
CREATE INDEX migration_step_by_migration ON migration_step (migration_id, id);
