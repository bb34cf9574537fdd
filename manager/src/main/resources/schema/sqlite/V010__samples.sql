-- Samples come in great numbers: one index each, at whose end they are appended. What was sampled by an older build is kept.
DROP INDEX statistic_aggregate_by_switch;
DROP INDEX statistics_bandwidth_by_port;

-- What is left of samples that have become old: one row a switch or port and minute. The sums are exact: a mean is sum / samples.
CREATE TABLE statistic_aggregate_minute (
    switch_dpid       TEXT NOT NULL,
    minute_ms         INTEGER NOT NULL,
    samples           INTEGER NOT NULL,
    differences       INTEGER NOT NULL, -- samples whose pc_difference was known
    pc_difference_sum INTEGER NOT NULL,
    pc_difference_max INTEGER NOT NULL,
    packet_count_max  INTEGER NOT NULL,
    flow_count_max    INTEGER NOT NULL,
    PRIMARY KEY (minute_ms, switch_dpid)
) STRICT, WITHOUT ROWID;

CREATE TABLE statistics_bandwidth_minute (
    switch_dpid            TEXT NOT NULL,
    port                   INTEGER NOT NULL,
    minute_ms              INTEGER NOT NULL,
    samples                INTEGER NOT NULL,
    bits_per_second_rx_sum INTEGER NOT NULL,
    bits_per_second_rx_max INTEGER NOT NULL,
    bits_per_second_tx_sum INTEGER NOT NULL,
    bits_per_second_tx_max INTEGER NOT NULL,
    PRIMARY KEY (minute_ms, switch_dpid, port)
) STRICT, WITHOUT ROWID;
