package io.transship.manager.plan;

import io.transship.core.prediction.AutoMode;
import io.transship.core.prediction.SendingRate;

/**
 * How moves are planned.
 *
 * @param auto how {@code auto} picks
 * @param sending the most that a migration sends
 */
public record PlanSettings(AutoMode auto, SendingRate sending) {}
