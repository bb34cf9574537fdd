package io.transship.manager.sdn.openflow;

import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.manager.sdn.AggregateSample;
import io.transship.manager.sdn.PortSample;
import io.transship.manager.sdn.openflow.wire.Flows;
import io.transship.manager.sdn.openflow.wire.Switches;
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
        if (port < 1) {
            return Stream.empty();
        }
        return Stream.of(
                new PortSample(
                        new ConnectPoint(datapath, port),
                        now,
                        entry.getRxBytes().getValue(),
                        entry.getTxBytes().getValue(),
                        entry.getRxPackets().getValue(),
                        entry.getTxPackets().getValue()));
    }
}
