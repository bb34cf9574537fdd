package io.transship.manager.redirect;

import java.time.Duration;

/**
 * What a hold did.
 *
 * @param held frames that were kept
 * @param replayed frames that were sent on
 * @param late frames that arrived during and after the replay and were passed on
 * @param dropped frames over the bound, lost; and frames of the side that is cut off, held or late
 * @param duration from the confirmed hold to the end of the replay
 */
public record HoldReport(int held, int replayed, int late, int dropped, Duration duration) {}
