package io.transship.manager.sdn.openflow.wire;

import io.transship.core.model.BitRate;
import java.util.Optional;
import org.projectfloodlight.openflow.protocol.OFPortConfig;
import org.projectfloodlight.openflow.protocol.OFPortDesc;
import org.projectfloodlight.openflow.protocol.OFPortState;

/**
 * A port as its switch describes it.
 *
 * @param number above 0
 * @param up whether frames go through
 * @param speed what it claims, if it claims anything
 */
public record SwitchPort(int number, boolean up, Optional<BitRate> speed) {

    /**
     * The port that is described; empty for the switch's own (local) port and other special ones.
     */
    static Optional<SwitchPort> of(OFPortDesc description) {
        int number = description.getPortNo().getPortNumber();
        if (number < 1) {
            return Optional.empty();
        }
        boolean up =
                !description.getState().contains(OFPortState.LINK_DOWN)
                        && !description.getConfig().contains(OFPortConfig.PORT_DOWN);
        long kilobits = description.getCurrSpeed();
        return Optional.of(
                new SwitchPort(
                        number,
                        up,
                        kilobits == 0
                                ? Optional.empty()
                                : Optional.of(new BitRate(kilobits * 1000))));
    }
}
