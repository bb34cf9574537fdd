-- The thesis' tables (4.3) under their names; times are milliseconds since 1970, UTC.

-- "Store the connection information between switch interface and the host interface"
CREATE TABLE connection (
    source      TEXT NOT NULL,
    dst_type    TEXT NOT NULL CHECK (dst_type IN ('host', 'server')),
    destination TEXT NOT NULL,
    PRIMARY KEY (source, destination)
) STRICT;

-- "This mapping table is for matching the switchDPID with switch interface name", and hosts with their addresses
CREATE TABLE mapping (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- One row for each answer. Customized samples carry the monitoring session instead of one table for each switch.
CREATE TABLE statistic_aggregate (
    id            INTEGER PRIMARY KEY,
    switch_dpid   TEXT NOT NULL,
    time_ms       INTEGER NOT NULL,
    flow_count    INTEGER NOT NULL,
    packet_count  INTEGER NOT NULL,
    pc_difference INTEGER, -- unknown: first sample, or the count fell
    session       TEXT     -- null: default mode
) STRICT;
CREATE INDEX statistic_aggregate_by_switch ON statistic_aggregate (switch_dpid, time_ms);
CREATE INDEX statistic_aggregate_by_time ON statistic_aggregate (time_ms);

CREATE TABLE statistics_bandwidth (
    id                 INTEGER PRIMARY KEY,
    switch_dpid        TEXT NOT NULL,
    port               INTEGER NOT NULL,
    time_ms            INTEGER NOT NULL,
    bits_per_second_rx INTEGER NOT NULL,
    bits_per_second_tx INTEGER NOT NULL,
    session            TEXT
) STRICT;
CREATE INDEX statistics_bandwidth_by_port ON statistics_bandwidth (switch_dpid, port, time_ms);
CREATE INDEX statistics_bandwidth_by_time ON statistics_bandwidth (time_ms);

CREATE TABLE decision (
    id          TEXT NOT NULL PRIMARY KEY,
    at_ms       INTEGER NOT NULL,
    policy      TEXT NOT NULL,
    detector    TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    summary     TEXT NOT NULL,
    container   TEXT,
    source      TEXT,
    target      TEXT,
    seed        INTEGER NOT NULL,
    times       TEXT NOT NULL, -- JSON
    explanation TEXT NOT NULL, -- JSON
    view        TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX decision_by_time ON decision (at_ms);

CREATE TABLE migration (
    id              TEXT NOT NULL PRIMARY KEY,
    container       TEXT NOT NULL,
    source          TEXT NOT NULL,
    target          TEXT NOT NULL,
    mode            TEXT NOT NULL,
    started_ms      INTEGER NOT NULL,
    phase           TEXT NOT NULL,
    ended_ms        INTEGER,
    serving         TEXT,
    times           TEXT, -- JSON, milliseconds
    moved_bytes     INTEGER,
    state_bytes     INTEGER,
    hold            TEXT, -- JSON
    failure_code    TEXT,
    failure_message TEXT
) STRICT;
CREATE INDEX migration_by_time ON migration (started_ms);

-- Written before each side effect.
CREATE TABLE migration_step (
    id           INTEGER PRIMARY KEY,
    migration_id TEXT NOT NULL REFERENCES migration (id),
    phase        TEXT NOT NULL,
    effect       TEXT NOT NULL,
    at_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX migration_step_by_migration ON migration_step (migration_id, id);

CREATE TABLE event (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    type  TEXT NOT NULL,
    data  TEXT NOT NULL -- JSON
) STRICT;
