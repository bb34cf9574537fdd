package io.transship.manager.plan;

import io.transship.core.prediction.AutoMode;
import io.transship.core.prediction.SendingRate;
import java.util.List;

/**
 * How moves are planned.
 *
 * @param auto how {@code auto} picks
 * @param sending the most that a migration sends
 * @param network what the controller costs every move that another would not, a sentence each
 */
public record PlanSettings(AutoMode auto, SendingRate sending, List<String> network) {

    /** Keeps the list as it is now. */
    public PlanSettings {
        network = List.copyOf(network);
    }

    /** The same with what the controller costs. */
    public PlanSettings warning(List<String> ofController) {
        return new PlanSettings(auto, sending, ofController);
    }
}
