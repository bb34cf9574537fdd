package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.daemon.testing.MemoryDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same migration with a connection cut after so much of what it carries: never do two copies
 * run, in the end exactly one does, and the frames go there.
 */
class CutMigrationTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private Path folder;

    /**
     * The connections. A migration that is not cut carries about 2,000 bytes on the first (hold at
     * 1,100, dump at 1,500, commit at 1,800), 8,200 on the second (6,600 of them handshakes; fence
     * at 7,100, commit at 7,900), 124,000 on the third (dump from 23,000 on).
     */
    private enum Line {
        CONTROL_OF_H2(bench -> bench.controlOfH2),
        CONTROL_OF_H3(bench -> bench.controlOfH3),
        DATA(bench -> bench.data);

        private final Function<MigrationBench, CutProxy> proxy;

        Line(Function<MigrationBench, CutProxy> proxy) {
            this.proxy = proxy;
        }
    }

    @ParameterizedTest(name = "{0} cut after {1} bytes, for a moment")
    @CsvSource({
        "CONTROL_OF_H2, 100",
        "CONTROL_OF_H2, 500",
        "CONTROL_OF_H2, 900",
        "CONTROL_OF_H2, 1200",
        "CONTROL_OF_H2, 1450",
        "CONTROL_OF_H2, 1530",
        "CONTROL_OF_H2, 1600",
        "CONTROL_OF_H2, 1700",
        "CONTROL_OF_H2, 1800",
        "CONTROL_OF_H2, 1950",
        "CONTROL_OF_H3, 1500",
        "CONTROL_OF_H3, 4500",
        "CONTROL_OF_H3, 6700",
        "CONTROL_OF_H3, 6900",
        "CONTROL_OF_H3, 7100",
        "CONTROL_OF_H3, 7250",
        "CONTROL_OF_H3, 7400",
        "CONTROL_OF_H3, 7600",
        "CONTROL_OF_H3, 7900",
        "CONTROL_OF_H3, 8150",
        "DATA, 1000",
        "DATA, 3000",
        "DATA, 22000",
        "DATA, 60000",
        "DATA, 123000"
    })
    void aCutForAMoment(Line line, long bytes) throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30));
                ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
            CutProxy proxy = line.proxy.apply(bench);
            proxy.cutAfter(
                    bytes,
                    () -> {
                        var _ =
                                later.schedule(
                                        proxy::mend, SHORT.toMillis(), TimeUnit.MILLISECONDS);
                    });

            Migration migration = bench.migrate();

            assertThat(migration.phase().isFinal()).as("%s", migration).isTrue();
            assertSettled(bench, migration);
        }
    }

    @ParameterizedTest(name = "{0} cut after {1} bytes, until another manager comes")
    @CsvSource({
        "CONTROL_OF_H2, 1200",
        "CONTROL_OF_H2, 1530",
        "CONTROL_OF_H2, 1700",
        "CONTROL_OF_H2, 1850",
        "CONTROL_OF_H3, 7250",
        "CONTROL_OF_H3, 7600",
        "CONTROL_OF_H3, 7900"
    })
    void aCutThatLasts(Line line, long bytes) throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofMillis(500))) {
            CutProxy proxy = line.proxy.apply(bench);
            proxy.cutAfter(bytes, () -> {});
            Migration migration = bench.migrate();
            assertThat(bench.running().size()).isLessThanOrEqualTo(1);

            proxy.mend();
            bench.daemons.client(MigrationBench.H2).reconnect();
            bench.daemons.client(MigrationBench.H3).reconnect();
            List<Migration> recovered = bench.restartManager();

            assertThat(recovered).hasSize(migration.phase().isFinal() ? 0 : 1);
            assertSettled(bench, recovered.isEmpty() ? migration : recovered.getFirst());
            assertThat(bench.journal.open()).isEmpty();
        }
    }

    /**
     * The other modes, cut more coarsely. A post-copy that was adopted may be lost: then nobody
     * runs, and it says so.
     */
    @ParameterizedTest(name = "{0}: {1} cut after {2} bytes, for a moment")
    @CsvSource({
        "PAGE_SERVER, CONTROL_OF_H2, 1200",
        "PAGE_SERVER, CONTROL_OF_H2, 1600",
        "PAGE_SERVER, CONTROL_OF_H3, 7100",
        "PAGE_SERVER, CONTROL_OF_H3, 7900",
        "PAGE_SERVER, DATA, 3000",
        "PAGE_SERVER, DATA, 30000",
        "PAGE_SERVER, DATA, 90000",
        "LEAVE_RUNNING, CONTROL_OF_H2, 1200",
        "LEAVE_RUNNING, CONTROL_OF_H2, 1600",
        "LEAVE_RUNNING, CONTROL_OF_H2, 1800",
        "LEAVE_RUNNING, CONTROL_OF_H3, 6900",
        "LEAVE_RUNNING, CONTROL_OF_H3, 7400",
        "LEAVE_RUNNING, DATA, 22000",
        "LEAVE_RUNNING, DATA, 60000",
        "POST_COPY, CONTROL_OF_H2, 1200",
        "POST_COPY, CONTROL_OF_H2, 1600",
        "POST_COPY, CONTROL_OF_H3, 6900",
        "POST_COPY, CONTROL_OF_H3, 7400",
        "POST_COPY, CONTROL_OF_H3, 7900",
        "POST_COPY, DATA, 3000",
        "POST_COPY, DATA, 30000",
        "POST_COPY, DATA, 60000",
        "POST_COPY, DATA, 120000"
    })
    void anotherModeIsCutForAMoment(MigrationMode mode, Line line, long bytes) throws Exception {
        try (MigrationBench bench = new MigrationBench(folder, Duration.ofSeconds(30));
                ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
            byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);
            CutProxy proxy = line.proxy.apply(bench);
            proxy.cutAfter(
                    bytes,
                    () -> {
                        var _ =
                                later.schedule(
                                        proxy::mend, SHORT.toMillis(), TimeUnit.MILLISECONDS);
                    });

            Migration migration = bench.migrate(mode);

            assertThat(migration.phase().isFinal()).as("%s", migration).isTrue();
            if (mode == MigrationMode.POST_COPY && migration.phase() == MigrationPhase.LOST) {
                assertThat(migration.failure().orElseThrow().code())
                        .isEqualTo(FailureCode.POSTCOPY_LOST);
                assertThat(bench.running()).isEmpty();
                return;
            }
            assertSettled(bench, migration);
            MemoryDaemon holder =
                    migration.phase() == MigrationPhase.COMMITTED ? bench.h3 : bench.h2;
            assertThat(holder.host().memory(MigrationBench.SERVER)).isEqualTo(memory);
        }
    }

    private static void assertSettled(MigrationBench bench, Migration migration) {
        String serving = migration.phase() == MigrationPhase.COMMITTED ? "h3" : "h2";
        assertThat(bench.world.violations()).isEmpty();
        assertThat(bench.running()).as("%s", migration).containsExactly(serving);
        assertThat(bench.network.delivered()).contains(serving);
    }
}
