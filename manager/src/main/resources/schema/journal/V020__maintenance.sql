-- Hosts that take no container: people have ordered it, and it holds over a restart.
CREATE TABLE maintenance (
    host     TEXT NOT NULL PRIMARY KEY,
    since_ms INTEGER NOT NULL
) STRICT;

-- What has become of a decision since it was made, one row for each thing: it was approved, its migration began, its loads were measured.
CREATE TABLE decision_note (
    id          INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    data        TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX decision_note_by_decision ON decision_note (decision_id, id);
