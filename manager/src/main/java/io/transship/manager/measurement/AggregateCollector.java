package io.transship.manager.measurement;

import io.transship.core.model.DatapathId;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.sdn.SdnController;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * "It is used for getting the aggregate packet number per switch at each query time from SDN
 * controller" (thesis 4.1.1). Thread-safe.
 */
public final class AggregateCollector implements AutoCloseable {

    private final SdnController sdn;
    private final LoadBoard board;
    private final SampleSink sink;
    private final SwitchPoller poller;

    /**
     * A collector that does nothing before {@link #start}.
     *
     * @param workers runs each question, which may block; a virtual thread for each
     */
    public AggregateCollector(
            SdnController sdn,
            LoadBoard board,
            SampleSink sink,
            MeasurementSettings settings,
            Scheduler scheduler,
            Executor workers) {
        this.sdn = sdn;
        this.board = board;
        this.sink = sink;
        this.poller =
                new SwitchPoller(
                        () -> sdn.topology().switches(),
                        this::ask,
                        periods(settings),
                        scheduler,
                        workers);
    }

    private static SwitchPoller.Periods periods(MeasurementSettings settings) {
        return new SwitchPoller.Periods(
                settings.aggregateDefaultFrequency(), settings.aggregateCustomizeFrequency());
    }

    /**
     * Asks with other periods from now on; a customized session that is under way keeps its own.
     */
    public void use(MeasurementSettings settings) {
        poller.use(periods(settings));
    }

    /** Begins in default mode. */
    public void start() {
        poller.start();
    }

    /** Watches a set of switches in customized mode; the others stay in default mode. */
    public void customize(String session, Set<DatapathId> switches, Duration time) {
        poller.customize(session, switches, time);
    }

    @Override
    public void close() {
        poller.stop();
    }

    private void ask(DatapathId datapath, Optional<String> session) {
        sdn.aggregate(datapath)
                .ifPresent(sample -> sink.aggregate(sample, board.add(sample), session));
    }
}
