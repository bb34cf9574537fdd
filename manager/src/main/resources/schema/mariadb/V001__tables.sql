-- The thesis' tables (4.3) under their names; times are milliseconds since 1970, UTC. Names compare byte by byte.

CREATE TABLE connection (
    source      VARCHAR(190) NOT NULL,
    dst_type    VARCHAR(10) NOT NULL CHECK (dst_type IN ('host', 'server')),
    destination VARCHAR(190) NOT NULL,
    PRIMARY KEY (source, destination)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE mapping (
    name  VARCHAR(190) NOT NULL PRIMARY KEY,
    value VARCHAR(190) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE statistic_aggregate (
    id            BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    switch_dpid   VARCHAR(23) NOT NULL,
    time_ms       BIGINT NOT NULL,
    flow_count    BIGINT NOT NULL,
    packet_count  BIGINT NOT NULL,
    pc_difference BIGINT, -- unknown: first sample, or the count fell
    session       VARCHAR(190), -- null: default mode
    INDEX statistic_aggregate_by_time (time_ms)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE statistics_bandwidth (
    id                 BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    switch_dpid        VARCHAR(23) NOT NULL,
    port               INT NOT NULL,
    time_ms            BIGINT NOT NULL,
    bits_per_second_rx BIGINT NOT NULL,
    bits_per_second_tx BIGINT NOT NULL,
    session            VARCHAR(190),
    INDEX statistics_bandwidth_by_time (time_ms)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Samples that have become old: one row a switch or port and minute; a mean is sum / samples.
CREATE TABLE statistic_aggregate_minute (
    switch_dpid       VARCHAR(23) NOT NULL,
    minute_ms         BIGINT NOT NULL,
    samples           BIGINT NOT NULL,
    differences       BIGINT NOT NULL, -- samples whose pc_difference was known
    pc_difference_sum BIGINT NOT NULL,
    pc_difference_max BIGINT NOT NULL,
    packet_count_max  BIGINT NOT NULL,
    flow_count_max    BIGINT NOT NULL,
    PRIMARY KEY (minute_ms, switch_dpid)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE statistics_bandwidth_minute (
    switch_dpid            VARCHAR(23) NOT NULL,
    port                   INT NOT NULL,
    minute_ms              BIGINT NOT NULL,
    samples                BIGINT NOT NULL,
    bits_per_second_rx_sum BIGINT NOT NULL,
    bits_per_second_rx_max BIGINT NOT NULL,
    bits_per_second_tx_sum BIGINT NOT NULL,
    bits_per_second_tx_max BIGINT NOT NULL,
    PRIMARY KEY (minute_ms, switch_dpid, port)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE decision (
    id          VARCHAR(190) NOT NULL PRIMARY KEY,
    at_ms       BIGINT NOT NULL,
    policy      VARCHAR(190) NOT NULL,
    detector    VARCHAR(190) NOT NULL,
    outcome     VARCHAR(190) NOT NULL,
    summary     TEXT NOT NULL,
    container   VARCHAR(190),
    source      VARCHAR(190),
    target      VARCHAR(190),
    seed        BIGINT NOT NULL,
    times       LONGTEXT NOT NULL, -- JSON, as the others below
    explanation LONGTEXT NOT NULL,
    view        LONGTEXT NOT NULL,
    INDEX decision_by_time (at_ms)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE migration (
    id              VARCHAR(190) NOT NULL PRIMARY KEY,
    container       VARCHAR(190) NOT NULL,
    source          VARCHAR(190) NOT NULL,
    target          VARCHAR(190) NOT NULL,
    mode            VARCHAR(190) NOT NULL,
    started_ms      BIGINT NOT NULL,
    phase           VARCHAR(190) NOT NULL,
    ended_ms        BIGINT,
    serving         VARCHAR(190),
    times           LONGTEXT,
    moved_bytes     BIGINT,
    content_bytes   BIGINT,
    state_bytes     BIGINT,
    hold            LONGTEXT,
    failure_code    VARCHAR(190),
    failure_message LONGTEXT,
    engine          VARCHAR(190),
    prediction      LONGTEXT,
    INDEX migration_by_time (started_ms)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE migration_step (
    id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    migration_id VARCHAR(190) NOT NULL REFERENCES migration (id),
    phase        VARCHAR(190) NOT NULL,
    effect       VARCHAR(190) NOT NULL,
    at_ms        BIGINT NOT NULL,
    INDEX migration_step_by_migration (migration_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE event (
    id    BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    type  VARCHAR(190) NOT NULL,
    data  LONGTEXT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
