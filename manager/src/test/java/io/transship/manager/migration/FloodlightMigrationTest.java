package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationPhase;
import io.transship.manager.sdn.floodlight.FloodlightBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole migrations in a network that can't hold: the real coordinator, real daemons, a Floodlight
 * as it was recorded. The container moves from s2 to s5.
 */
class FloodlightMigrationTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private final FloodlightBench network = new FloodlightBench();
    private MigrationBench bench;

    @BeforeEach
    void begin() throws Exception {
        network.start();
        bench =
                new MigrationBench(
                        folder,
                        LONG,
                        network.controller.redirect(),
                        host ->
                                Optional.of(
                                        host.name().equals("h2")
                                                ? FloodlightBench.port(2, 1)
                                                : FloodlightBench.port(5, 3)));
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
        network.close();
        assertThat(bench.world.violations()).isEmpty();
    }

    @Test
    void fromBeforeTheDumpUntilTheCommitNothingPassesAndThenTheRoutesLieThere() {
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        bench.h2.host().before("freeze", () -> seen.put("freeze", network.kinds(1)));
        bench.h3.host().before("restore", () -> seen.put("restore", network.kinds(1)));
        bench.h3.host().before("after-restore", () -> seen.put("runs", network.kinds(5)));
        bench.h3.host().before("keep", () -> seen.put("reached", bench.running()));
        bench.h3
                .host()
                .before(
                        "plug",
                        () -> {
                            seen.put("plug", network.kinds(5));
                            seen.put("journal", bench.journal.log());
                        });
        bench.h3.host().before("commit-target", () -> seen.put("commit", network.kinds(1)));

        Migration migration = bench.migrate();

        assertThat(migration.failure()).isEmpty();
        assertThat(migration.serving()).contains(MigrationBench.H3);
        assertThat(bench.running()).containsExactly("h3");
        assertThat(seen.get("freeze")).containsExactly("hold");
        assertThat(seen.get("restore")).containsExactly("fence", "hold", "route");
        assertThat(seen.get("runs")).containsExactly("fence", "hold", "route");
        assertThat(seen.get("reached")).as("its port is out until it is adopted").isEmpty();
        assertThat(seen.get("plug")).containsExactly("fence", "hold", "route");
        assertThat(seen.get("journal")).endsWith("SWITCHING ADOPT_TARGET");
        assertThat(seen.get("commit")).as("before it announces itself").containsExactly("route");
        assertThat(kindsInOrder("push "))
                .as("the order that was found to lose least: routes lie before the move")
                .isEqualTo(
                        List.of(
                                "hold", "hold", "hold", "hold", "hold", "fence", "fence", "fence",
                                "fence", "fence", "route", "route", "route", "route", "route"));
        assertThat(migration.hold())
                .hasValueSatisfying(
                        hold -> {
                            assertThat(hold.held()).isZero();
                            assertThat(hold.dropped()).isPositive();
                        });
    }

    @Test
    void aFloodlightThatFailsBeforeTheCommitLeadsBackToTheSource() {
        bench.h2.host().before("freeze", network.floodlight::goDown);
        bench.h2.host().before("resume", network.floodlight::comeBack);

        Migration migration = bench.migrate();

        assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
        assertThat(migration.serving()).contains(MigrationBench.H2);
        assertThat(migration.failure())
                .hasValueSatisfying(
                        e -> assertThat(e.code()).isEqualTo(FailureCode.NETWORK_UNAVAILABLE));
        assertThat(bench.running()).containsExactly("h2");
        assertThat(network.kinds(1)).containsExactly("route");
    }

    @Test
    void anEntryThatASwitchNeverTakesLeadsBackToTheSource() {
        network.floodlight.before("/flow/json", () -> network.skip(Duration.ofSeconds(4)));
        network.floodlight.network().entries().swallow(true);

        Migration migration = bench.migrate();

        assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
        assertThat(migration.failure().orElseThrow()).hasMessageContaining("transship-");
        assertThat(bench.running()).containsExactly("h2");
    }

    @Test
    void aFloodlightThatFailsAfterTheCommitIsAskedUntilItIsBack() {
        bench.h3.host().before("after-restore", network.floodlight::goDown);

        List<MigrationPhase> told = new CopyOnWriteArrayList<>();
        CompletableFuture<Migration> migration =
                CompletableFuture.supplyAsync(
                        () ->
                                bench.coordinator.migrate(
                                        MigrationBench.MOVE,
                                        progress -> told.add(progress.phase())));
        await().atMost(LONG)
                .until(() -> Collections.frequency(told, MigrationPhase.SWITCHING) >= 2);
        assertThat(network.kinds(1))
                .as("the switches go on without their controller")
                .containsExactly("fence", "hold", "route");
        network.floodlight.comeBack();

        await().atMost(LONG).until(migration::isDone);
        assertThat(migration.join().phase()).isEqualTo(MigrationPhase.COMMITTED);
        assertThat(bench.running()).containsExactly("h3");
        await().atMost(LONG).until(() -> network.kinds(1).equals(List.of("route")));
    }

    /** Entries are gone for a moment then; the copy is not reached all the same. */
    @Test
    void aFloodlightThatForgetsEverythingBeforeTheAdoptionShowsTheCopyToNobody() {
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        bench.h3
                .host()
                .before(
                        "keep",
                        () -> {
                            network.floodlight.comeBack();
                            seen.put("reached", bench.running());
                        });

        Migration migration = bench.migrate();

        assertThat(seen.get("reached")).isEmpty();
        assertThat(migration.serving()).contains(MigrationBench.H3);
        assertThat(bench.running()).containsExactly("h3");
    }

    @Test
    void aTargetWhoseDaemonDiesBeforeTheAdoptionWasReachedByNobodyAndTheSourceServes() {
        AtomicInteger plugged = new AtomicInteger();
        bench.h3.host().before("plug", plugged::incrementAndGet);
        try (ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
            RestartMigrationTest.diesOnce(bench, "h3", "keep", later);

            Migration migration = bench.migrate();

            assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
            assertThat(bench.running()).containsExactly("h2");
            assertThat(bench.h3.host().has(MigrationBench.SERVER)).isFalse();
            assertThat(plugged).hasValue(0);
        }
    }

    @Test
    void aManagerThatStartsAnewEndsWhatTheOldOneLeftInTheSwitches() {
        bench.h3
                .host()
                .before(
                        "commit-target",
                        () -> {
                            bench.coordinator.close();
                            throw new TransshipException(
                                    FailureCode.ENGINE_FAILED, "the manager ends meanwhile.");
                        });
        var _ = bench.migrate();
        bench.h3.host().healthy();

        assertThat(bench.restartManager())
                .singleElement()
                .satisfies(
                        migration -> assertThat(migration.serving()).contains(MigrationBench.H3));
        assertThat(network.kinds(1)).containsExactly("route");
        assertThat(network.kinds(5)).containsExactly("route");
    }

    private List<String> kindsInOrder(String order) {
        Predicate<String> wanted = each -> each.startsWith(order);
        return network.floodlight.network().entries().log().stream()
                .filter(wanted)
                .map(each -> each.split("-")[2])
                .toList();
    }
}
