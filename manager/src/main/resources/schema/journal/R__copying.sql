-- What has to be copied to the database that store.url names. The journal itself is never behind.
CREATE TABLE IF NOT EXISTS outbox (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    row_id     ANY NOT NULL
) STRICT;

DROP TRIGGER IF EXISTS decision_made;
CREATE TRIGGER decision_made AFTER INSERT ON decision BEGIN
    INSERT INTO outbox (table_name, row_id) VALUES ('decision', NEW.id);
END;

DROP TRIGGER IF EXISTS decision_changed;
CREATE TRIGGER decision_changed AFTER UPDATE ON decision BEGIN
    INSERT INTO outbox (table_name, row_id) VALUES ('decision', NEW.id);
END;

DROP TRIGGER IF EXISTS migration_begun;
CREATE TRIGGER migration_begun AFTER INSERT ON migration BEGIN
    INSERT INTO outbox (table_name, row_id) VALUES ('migration', NEW.id);
END;

DROP TRIGGER IF EXISTS migration_changed;
CREATE TRIGGER migration_changed AFTER UPDATE ON migration BEGIN
    INSERT INTO outbox (table_name, row_id) VALUES ('migration', NEW.id);
END;

DROP TRIGGER IF EXISTS migration_step_made;
CREATE TRIGGER migration_step_made AFTER INSERT ON migration_step BEGIN
    INSERT INTO outbox (table_name, row_id) VALUES ('migration_step', NEW.id);
END;

DROP TRIGGER IF EXISTS event_made;
CREATE TRIGGER event_made AFTER INSERT ON event BEGIN
    INSERT INTO outbox (table_name, row_id) VALUES ('event', NEW.id);
END;

-- A journal that had to begin anew must not give numbers that its copies have already.
INSERT INTO sqlite_sequence (name, seq)
SELECT 'event', CAST(strftime('%s', 'now') AS INTEGER) * 1000
WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'event');
INSERT INTO sqlite_sequence (name, seq)
SELECT 'migration_step', CAST(strftime('%s', 'now') AS INTEGER) * 1000
WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'migration_step');
