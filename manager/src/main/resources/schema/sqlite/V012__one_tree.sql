-- Samples are appended in the order of time, and so are their ids: an index by time would double the work of each row.
DROP INDEX statistic_aggregate_by_time;
DROP INDEX statistics_bandwidth_by_time;
