package io.transship.core.prediction;

import io.transship.core.model.ByteCount;
import java.time.Duration;

/**
 * What a move will cost.
 *
 * @param downtime from the hold to the end of the replay
 * @param total from the order to the end
 * @param bytes from source to target
 * @param bothNeeded how long both hosts are needed after the copy serves: while that lasts, the
 *     loss of either loses the container
 */
public record Prediction(Duration downtime, Duration total, ByteCount bytes, Duration bothNeeded) {}
