package io.transship.manager.sdn;

import io.transship.core.model.DatapathId;
import java.time.Instant;

/**
 * What a switch says of all its flow entries together (OpenFlow aggregate statistics; thesis 4.3,
 * StatisticAggregate).
 *
 * @param datapath the switch
 * @param at when the answer arrived
 * @param flowCount flow entries
 * @param packetCount packets that matched them since they were laid; may fall when entries go
 * @param byteCount bytes, likewise
 */
public record AggregateSample(
        DatapathId datapath, Instant at, long flowCount, long packetCount, long byteCount) {}
