package io.transship.manager.sdn.openflow.discovery;

import io.transship.manager.sdn.openflow.wire.ControlLoop;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.LinkProbe;
import io.transship.manager.sdn.openflow.wire.SwitchConnection;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.projectfloodlight.openflow.protocol.OFPacketOut;

/**
 * When which port is probed. Each switch has rounds of its own at irregular times: an echo, so that
 * the probes find a switch that is awake, and a fresh round trip; then the probes of all ports that
 * are due, in few writes. Their order is drawn anew each time, since probes that are sent together
 * wait for one another in the switch: so each is the first one often enough.
 *
 * <p>A port that has never led to a switch is probed less and less often. Whoever plugs in a cable
 * there makes the port go down and up, and then it is probed at once; and a switch that connects
 * late at the other end probes from there. Lives on the event loop.
 */
final class ProbeRounds {

    private static final int FIRST_PROBES = 10;

    /** Rounds of a switch with a new link: its latency is wanted soon. */
    private static final int CLOSER = 8;

    /** Probes in one write: what is made first waits for what is made last. */
    private static final int AT_ONCE = 8;

    private final ControlLoop loop;
    private final Switches switches;
    private final LinkProbe probe;
    private final DiscoverySettings settings;
    private final RandomGenerator random;

    ProbeRounds(
            ControlLoop loop,
            Switches switches,
            LinkProbe probe,
            DiscoverySettings settings,
            RandomGenerator random) {
        this.loop = loop;
        this.switches = switches;
        this.probe = probe;
        this.settings = settings;
        this.random = random;
    }

    private Duration period() {
        return settings.probePeriod(switches.all().size());
    }

    /** Rounds from now on, as long as the switch is there. */
    void begin(SwitchPorts of, Predicate<SwitchPorts> isThere) {
        boolean isNew = of.all().stream().anyMatch(UpPort::isHardlySampled);
        int closer = isNew ? settings.closer(switches.all().size(), CLOSER) : 1;
        Duration gap = period().dividedBy(closer);
        long jittered = random.nextLong(gap.toNanos() / 2, gap.toNanos() * 3 / 2);
        var _ =
                loop.after(
                        Duration.ofNanos(jittered),
                        () -> {
                            if (isThere.test(of)) {
                                round(of);
                                begin(of, isThere);
                            }
                        });
    }

    /** Probes ports of a switch that have just come up: at once, and some times more. */
    void settle(SwitchPorts of, List<UpPort> newcomers, Consumer<List<UpPort>> settled) {
        Duration gap = settings.settleTime().dividedBy(FIRST_PROBES);
        send(of, newcomers);
        for (int i = 1; i < FIRST_PROBES; i++) {
            var _ = loop.after(gap.multipliedBy(i), () -> send(of, newcomers));
        }
        var _ = loop.after(settings.settleTime(), () -> settled.accept(newcomers));
    }

    /** Probes one port now. */
    void now(UpPort port) {
        long now = loop.now();
        switches.output(List.of(port.at()), probe.frame(port.at(), now));
        port.probed(now, period().toNanos());
    }

    private void round(SwitchPorts of) {
        switches.find(of.datapath())
                .ifPresent(
                        connection -> {
                            var _ = connection.measureRoundTrip().thenRun(() -> sendDue(of));
                        });
    }

    private void sendDue(SwitchPorts of) {
        long now = loop.now();
        List<UpPort> due = new ArrayList<>();
        for (UpPort port : of.all()) {
            if (port.isHardlySampled() || port.isDue(now)) {
                due.add(port);
            }
        }
        Collections.shuffle(due, random);
        send(of, due);
    }

    private void send(SwitchPorts of, List<UpPort> ports) {
        Optional<SwitchConnection> to = switches.find(of.datapath());
        for (int i = 0; i < ports.size() && to.isPresent(); i += AT_ONCE) {
            List<UpPort> some = ports.subList(i, Math.min(i + AT_ONCE, ports.size()));
            to.get().send(probes(of, some));
        }
    }

    private List<OFPacketOut> probes(SwitchPorts of, List<UpPort> ports) {
        List<OFPacketOut> probes = new ArrayList<>(ports.size());
        for (UpPort port : ports) {
            if (of.contains(port)) {
                long now = loop.now();
                byte[] frame = probe.frame(port.at(), now);
                probes.add(Flows.packetOut(frame, List.of(port.at().port())));
                port.probed(now, period().toNanos());
            }
        }
        return probes;
    }
}
