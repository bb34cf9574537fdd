package io.transship.manager.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.migration.MigrationPhase;
import io.transship.core.model.BitRate;
import io.transship.core.model.ContainerId;
import io.transship.proto.v1.AbortRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole migrations with the real coordinator and real daemons; the engine lives in memory. */
class MigrationTest {

    @TempDir private Path folder;
    private MigrationBench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new MigrationBench(folder, Duration.ofSeconds(20));
    }

    @AfterEach
    void end() throws Exception {
        bench.close();
        assertThat(bench.world.violations()).isEmpty();
    }

    @Test
    void theContainerRunsAtTheTargetAndOnlyThere() {
        byte[] memory = bench.h2.host().memory(MigrationBench.SERVER);

        Migration migration = bench.migrate();

        assertThat(migration.failure()).isEmpty();
        assertThat(migration.phase()).isEqualTo(MigrationPhase.COMMITTED);
        assertThat(migration.serving()).contains(MigrationBench.H3);
        assertThat(bench.running()).containsExactly("h3");
        assertThat(bench.network.delivered()).contains("h3");
        assertThat(bench.h3.host().memory(MigrationBench.SERVER)).isEqualTo(memory);
        assertThat(bench.h2.host().has(MigrationBench.SERVER)).isFalse();
    }

    @Test
    void whatItTookIsMeasured() {
        Migration migration = bench.migrate();

        MigrationTimes times = migration.times();
        assertThat(migration.state().bytes()).isEqualTo(100_000 + 8);
        assertThat(migration.moved().bytes())
                .as("what went over the network: files that do not shrink, and their frames")
                .isBetween(20_000L + 5 + 100_000 + 8, 20_000L + 5 + 100_000 + 8 + 500);
        assertThat(migration.content().bytes())
                .as("the files themselves")
                .isBetween(20_000L + 5 + 100_000 + 8, migration.moved().bytes());
        assertThat(times.prepare()).isPositive();
        assertThat(times.downtime())
                .isPositive()
                .isGreaterThanOrEqualTo(times.dump().plus(times.transfer()).plus(times.restore()));
        assertThat(times.total()).isGreaterThan(times.prepare().plus(times.downtime()));
        assertThat(migration.hold()).hasValueSatisfying(h -> assertThat(h.held()).isEqualTo(3));
    }

    @Test
    void theOrderIsHoldDumpFenceRestoreCommitRelease() {
        var _ = bench.migrate();

        assertThat(bench.network.log()).containsExactly("hold", "fence", "routes h3", "release h3");
        assertThat(bench.journal.log())
                .containsSubsequence(
                        "PREPARING PREPARE",
                        "HOLDING HOLD",
                        "DUMPING MIGRATE",
                        "TRANSFERRING FENCE",
                        "SWITCHING ADOPT_TARGET",
                        "SWITCHING RELEASE_TO_TARGET",
                        "SWITCHING COMMIT_TARGET",
                        "SWITCHING COMMIT_SOURCE",
                        "COMMITTED NONE");
    }

    @Test
    void theBoundFollowsThePathWhileItSends() {
        byte[] memory = new byte[10_000_000];
        new Random(5).nextBytes(memory);
        bench.h2.host().write(MigrationBench.SERVER, memory, "layer".getBytes(UTF_8));
        BitRate tight = BitRate.ofMbps(1);
        BitRate wide = BitRate.ofMbps(10_000);
        bench.bound =
                sending ->
                        sending.own().readings().stream().anyMatch(read -> read.bytes() > 60_000)
                                ? wide
                                : tight;
        Set<BitRate> told = new CopyOnWriteArraySet<>();

        Migration migration =
                bench.coordinator.migrate(
                        MigrationBench.MOVE, progress -> told.add(progress.bound()));

        assertThat(migration.phase())
                .as("80 s of sending at the first bound, more than a move may take")
                .isEqualTo(MigrationPhase.COMMITTED);
        assertThat(told).contains(tight, wide);
    }

    @Test
    void anImageThatDoesNotComeOutOfItsMissingLayersIsSentWhole() {
        bench.h2.host().images().layers(List.of("sha256:l1", "sha256:l2"));
        bench.h3.host().images().pretend(1);

        Migration migration = bench.migrate();

        assertThat(migration.phase()).isEqualTo(MigrationPhase.COMMITTED);
        assertThat(bench.h3.host().images().find("sha256:aa"))
                .hasValueSatisfying(image -> assertThat(image.size().bytes()).isEqualTo(20_000));
    }

    @Test
    void itCanGoThereAndBack() {
        var _ = bench.migrate();
        var back =
                MigrationRequest.copy(MigrationBench.SERVER, MigrationBench.H3, MigrationBench.H2);

        Migration migration = bench.coordinator.migrate(back, MigrationListener.NONE);

        assertThat(migration.serving()).contains(MigrationBench.H2);
        assertThat(bench.running()).containsExactly("h2");
    }

    @Test
    void aFailedRestoreBringsTheSourceBack() {
        bench.h3.host().failing("restore", FailureCode.RESTORE_FAILED);

        assertRolledBack(bench.migrate(), FailureCode.RESTORE_FAILED);
        assertThat(bench.network.delivered()).contains("h2");
    }

    /**
     * Its engine was killed before it knew of the copy, and ends it when it is back; or the memory
     * of a post-copy can't come.
     */
    @ParameterizedTest
    @EnumSource(names = {"RESTORE_FAILED", "TRANSFER_FAILED"})
    void aCopyThatTheTargetDoesNotAdoptIsNotReached(FailureCode why) {
        bench.h3.host().failing("keep", why);

        assertRolledBack(bench.migrate(), why);
        assertThat(bench.network.delivered()).contains("h2");
        assertThat(bench.network.log()).doesNotContain("release h3");
    }

    @Test
    void aFailedDumpBringsTheSourceBack() {
        bench.h2.host().failing("dump", FailureCode.CHECKPOINT_FAILED);

        assertRolledBack(bench.migrate(), FailureCode.CHECKPOINT_FAILED);
    }

    @Test
    void aTargetThatCantPrepareLeavesTheNetworkAlone() {
        bench.h3.host().failing("arm", FailureCode.ENGINE_FAILED);

        assertRolledBack(bench.migrate(), FailureCode.ENGINE_FAILED);
        assertThat(bench.network.log()).isEmpty();
    }

    @Test
    void aHoldThatFailsBringsTheSourceBack() {
        bench.network.failing("hold");

        assertRolledBack(bench.migrate(), FailureCode.NETWORK_UNAVAILABLE);
    }

    @Test
    void aFenceThatFailsBringsTheSourceBackBeforeAnythingIsRestored() {
        bench.network.failing("fence");

        assertRolledBack(bench.migrate(), FailureCode.NETWORK_UNAVAILABLE);
    }

    /** As when the target's port is down: the hold stands until it is up again. */
    @Test
    void aReleaseThatFailsIsDoneAgainUntilItWorks() {
        AtomicInteger calls = new AtomicInteger();
        bench.network.before(
                "release h3",
                () -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new TransshipException(
                                FailureCode.NETWORK_UNAVAILABLE, "the port is down.");
                    }
                });

        Migration migration = bench.migrate();

        assertThat(migration.phase()).isEqualTo(MigrationPhase.COMMITTED);
        assertThat(calls).hasValue(3);
        assertThat(bench.network.delivered()).contains("h3");
    }

    @Test
    void aReleaseToTheSourceThatFailsIsDoneAgainUntilItWorks() {
        AtomicInteger calls = new AtomicInteger();
        bench.h3.host().failing("restore", FailureCode.RESTORE_FAILED);
        bench.network.before(
                "release h2",
                () -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new TransshipException(
                                FailureCode.NETWORK_UNAVAILABLE, "the port is down.");
                    }
                });

        assertRolledBack(bench.migrate(), FailureCode.RESTORE_FAILED);
        assertThat(bench.network.delivered()).contains("h2");
    }

    /** The power of its host went between the restore and the adoption. */
    @Test
    void aCopyThatIsDeadWhenItIsToBeAdoptedIsNamedAsTheReason() {
        bench.journal.when(
                "SWITCHING ADOPT_TARGET",
                () ->
                        bench.daemons
                                .client(MigrationBench.H3)
                                .abort(
                                        AbortRequest.newBuilder()
                                                .setMigrationId(
                                                        bench.journal.open().getFirst().id())
                                                .build(),
                                        Duration.ofSeconds(30)));

        assertRolledBack(bench.migrate(), FailureCode.MIGRATION_UNKNOWN);
    }

    /** The source's daemon lives, and has told of nothing: it is the target that misses pages. */
    @Test
    void aCopyThatItsTargetGaveUpIsToldByWhatEndedIt() {
        CountDownLatch switching = new CountDownLatch(1);
        bench.h2
                .host()
                .before(
                        "page",
                        () -> {
                            awaitUninterrupted(switching);
                            throw new TransshipException(FailureCode.INTERNAL, "CRIU died here.");
                        });
        bench.journal.when(
                "SWITCHING ADOPT_TARGET",
                () -> {
                    switching.countDown();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> !bench.h3.host().has(MigrationBench.SERVER));
                });

        assertRolledBack(bench.migrate(MigrationMode.POST_COPY), FailureCode.TRANSFER_FAILED);
    }

    @Test
    void aJournalThatCantTakeTheCommitBringsTheSourceBack() {
        bench.journal.breakAt(MigrationPhase.SWITCHING);

        assertRolledBack(bench.migrate(), FailureCode.INTERNAL);
    }

    @Test
    void aTargetThatCantFinishItsCommitIsAskedAgainUntilItCan() {
        AtomicInteger calls = new AtomicInteger();
        bench.h3
                .host()
                .before(
                        "commit-target",
                        () -> {
                            if (calls.incrementAndGet() < 3) {
                                throw new TransshipException(
                                        FailureCode.ENGINE_FAILED, "the engine is busy.");
                            }
                        });

        assertThat(bench.migrate().succeeded()).isTrue();
        assertThat(calls).hasValue(3);
    }

    @Test
    void oneContainerMovesOnceAtATime() throws Exception {
        CountDownLatch dumping = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        bench.h2
                .host()
                .before(
                        "dump",
                        () -> {
                            dumping.countDown();
                            awaitUninterrupted(goOn);
                        });
        List<Migration> first = new ArrayList<>();
        Thread thread = Thread.ofVirtual().start(() -> first.add(bench.migrate()));
        dumping.await();

        assertThatThrownBy(bench::migrate)
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.MIGRATION_IN_PROGRESS));
        goOn.countDown();
        thread.join();
        assertThat(first).singleElement().matches(Migration::succeeded);
    }

    @Test
    void nothingIsTouchedForAContainerThatDoesNotRunThere() {
        var order =
                MigrationRequest.copy(
                        new ContainerId("nobody"), MigrationBench.H2, MigrationBench.H3);

        assertThatThrownBy(() -> bench.coordinator.migrate(order, MigrationListener.NONE))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.CONTAINER_UNKNOWN));
        assertThat(bench.journal.log()).isEmpty();
    }

    @Test
    void progressIsToldInTheOrderOfThePhases() {
        List<MigrationPhase> phases = new ArrayList<>();

        var _ =
                bench.coordinator.migrate(
                        MigrationBench.MOVE, progress -> phases.add(progress.phase()));

        assertThat(phases.stream().distinct())
                .containsExactly(
                        MigrationPhase.PREPARING,
                        MigrationPhase.HOLDING,
                        MigrationPhase.DUMPING,
                        MigrationPhase.TRANSFERRING,
                        MigrationPhase.RESTORING,
                        MigrationPhase.SWITCHING,
                        MigrationPhase.COMMITTED);
    }

    private void assertRolledBack(Migration migration, FailureCode expected) {
        assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
        assertThat(migration.failure())
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(expected));
        assertThat(migration.serving()).contains(MigrationBench.H2);
        assertThat(bench.running()).containsExactly("h2");
        assertThat(bench.h3.host().has(MigrationBench.SERVER)).isFalse();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
