package io.transship.manager;

import io.transship.manager.config.ControllerPlace;
import io.transship.manager.redirect.TrafficRedirect;
import io.transship.manager.sdn.ContainerPlacement;
import io.transship.manager.sdn.ControllerLife;
import io.transship.manager.sdn.HostFinder;
import io.transship.manager.sdn.SdnController;
import io.transship.manager.sdn.floodlight.FloodlightController;
import io.transship.manager.sdn.openflow.OpenFlowController;
import java.time.Clock;

/**
 * The controller that the configuration names, each of its abilities by itself.
 *
 * @param network what is measured and decided by
 * @param placement is told where containers are
 * @param hosts finds hosts
 * @param redirect what a migration needs
 * @param life its start and end
 */
record ControllerSide(
        SdnController network,
        ContainerPlacement placement,
        HostFinder hosts,
        TrafficRedirect redirect,
        ControllerLife life) {

    static ControllerSide of(ControllerPlace place, Translation translation, Clock clock) {
        return switch (place) {
            case ControllerPlace.Embedded here -> {
                OpenFlowController made =
                        new OpenFlowController(translation.openFlow(here), clock, System::nanoTime);
                yield new ControllerSide(made, made, made, made.redirect(), made);
            }
            case ControllerPlace.Floodlight there -> {
                FloodlightController made =
                        new FloodlightController(
                                translation.floodlight(there), clock, System::nanoTime);
                yield new ControllerSide(made, made, made, made.redirect(), made);
            }
        };
    }
}
