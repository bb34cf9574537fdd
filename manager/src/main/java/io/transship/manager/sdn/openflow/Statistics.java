package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Switches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.projectfloodlight.openflow.protocol.OFAggregateStatsReply;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPortStatsEntry;
import org.projectfloodlight.openflow.protocol.OFPortStatsReply;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/** Asks switches for their counters. A switch that does not answer gives nothing. On the loop. */
final class Statistics {

    /** What another table sees has been counted here. */
    private static final TableId EVERY_FRAME = TableId.of(0);

    private final Switches switches;
    private final InstantSource clock;

    Statistics(Switches switches, InstantSource clock) {
        this.switches = switches;
        this.clock = clock;
    }

    CompletableFuture<Optional<AggregateSample>> aggregate(DatapathId datapath) {
        OFMessage request =
                Flows.FACTORY
                        .buildAggregateStatsRequest()
                        .setTableId(EVERY_FRAME)
                        .setOutPort(OFPort.ANY)
                        .setOutGroup(OFGroup.ANY)
                        .setMatch(Flows.FACTORY.matchWildcardAll())
                        .build();
        return ask(datapath, request)
                .thenApply(
                        parts ->
                                parts.stream()
                                        .filter(OFAggregateStatsReply.class::isInstance)
                                        .map(OFAggregateStatsReply.class::cast)
                                        .filter(reply -> isCounted(reply.getPacketCount()))
                                        .map(reply -> sample(datapath, reply))
                                        .findFirst());
    }

    CompletableFuture<List<PortSample>> ports(DatapathId datapath) {
        OFMessage request = Flows.FACTORY.buildPortStatsRequest().setPortNo(OFPort.ANY).build();
        return ask(datapath, request).thenApply(parts -> samples(datapath, parts));
    }

    private CompletableFuture<List<OFMessage>> ask(DatapathId datapath, OFMessage request) {
        return switches.find(datapath)
                .map(to -> to.request(request).exceptionally(failure -> List.of()))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    }

    private AggregateSample sample(DatapathId datapath, OFAggregateStatsReply reply) {
        return new AggregateSample(
                datapath,
                clock.instant(),
                reply.getFlowCount(),
                reply.getPacketCount().getValue(),
                reply.getByteCount().getValue());
    }

    /** Seconds; not even a fraction of one means that the switch does not count them. */
    private static Optional<Duration> alive(OFPortStatsEntry entry) {
        boolean isCounted = entry.getDurationSec() != 0 || entry.getDurationNsec() != 0;
        return isCounted
                ? Optional.of(Duration.ofSeconds(entry.getDurationSec()))
                : Optional.empty();
    }

    /** OpenFlow 1.3, 5.8: a counter that a switch does not have is all ones. */
    private static boolean isCounted(U64 counter) {
        return counter.getValue() != -1;
    }

    private List<PortSample> samples(DatapathId datapath, List<OFMessage> parts) {
        Instant now = clock.instant();
        return parts.stream()
                .filter(OFPortStatsReply.class::isInstance)
                .flatMap(part -> ((OFPortStatsReply) part).getEntries().stream())
                .flatMap(entry -> sample(datapath, now, entry))
                .toList();
    }

    private static Stream<PortSample> sample(
            DatapathId datapath, Instant now, OFPortStatsEntry entry) {
        int port = entry.getPortNo().getPortNumber();
        boolean counts = isCounted(entry.getRxBytes()) && isCounted(entry.getTxBytes());
        if (port < 1 || !counts) {
            return Stream.empty();
        }
        return Stream.of(
                new PortSample(
                        new ConnectPoint(datapath, port),
                        now,
                        entry.getRxBytes().getValue(),
                        entry.getTxBytes().getValue(),
                        entry.getRxPackets().getValue(),
                        entry.getTxPackets().getValue(),
                        alive(entry)));
    }
}
