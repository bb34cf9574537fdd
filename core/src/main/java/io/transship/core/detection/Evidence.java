package io.transship.core.detection;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that a detection rests on.
 *
 * @param switches every switch that has been read twice, by datapath id
 * @param growth every watched switch, if a customized session has ended
 * @param ports every port that leads to a host running a managed container, of the switch that was
 *     found
 */
public record Evidence(
        List<SwitchEvidence> switches, List<GrowthEvidence> growth, List<PortEvidence> ports) {

    /** No numbers yet. */
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Evidence {
        switches = List.copyOf(switches);
        growth = List.copyOf(growth);
        ports = List.copyOf(ports);
    }

    /**
     * A switch before algorithm 1.
     *
     * @param datapath the switch
     * @param packetCount its aggregate packet count
     * @param difference packets between the last two readings, brought to the default period
     * @param busyHosts hosts at its ports that run a managed container
     * @param heavy whether both numbers are over their thresholds and there is a busy host
     */
    public record SwitchEvidence(
            DatapathId datapath,
            long packetCount,
            double difference,
            List<HostId> busyHosts,
            boolean heavy) {

        /** Copies the list. */
        public SwitchEvidence {
            busyHosts = List.copyOf(busyHosts);
        }
    }

    /**
     * A switch before algorithm 2.
     *
     * @param datapath the switch
     * @param differences packets between readings a window apart, each brought to the customized
     *     period
     * @param positive whether there was traffic between each two readings
     * @param growing whether no difference fell below the tolerated share of the largest before it
     */
    public record GrowthEvidence(
            DatapathId datapath, List<Double> differences, boolean positive, boolean growing) {

        /** Copies the list. */
        public GrowthEvidence {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A port before the choice of the source.
     *
     * @param port the port
     * @param host the host behind it
     * @param consumption load of the busier direction, if measured
     * @param available capacity less consumption, if both are known
     */
    public record PortEvidence(
            ConnectPoint port,
            HostId host,
            Optional<BitRate> consumption,
            Optional<BitRate> available) {}
}
