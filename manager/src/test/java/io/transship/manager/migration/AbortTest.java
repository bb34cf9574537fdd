package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationPhase;
import io.transship.daemon.testing.MemoryHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that somebody gives up, at every step; real coordinator and daemons. */
class AbortTest {

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

    @ParameterizedTest(name = "at {1} on {0}")
    @CsvSource({
        "h2, prepare-source",
        "h2, write-layer",
        "h3, prepare-target",
        "h3, replace-layer",
        "h3, arm",
        "h2, freeze",
        "h2, dump",
        "h3, restore",
        "h3, after-restore"
    })
    void theSourceServesAndNothingIsLeft(String host, String step) throws Exception {
        host(host).before(step, this::abort);

        assertGivenUp(bench.migrate());
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(strings = {"hold", "fence", "routes h3"})
    void anOrderWhileTheSwitchesAreAsked(String call) throws Exception {
        bench.network.before(call, this::abort);

        assertGivenUp(bench.migrate());
    }

    @ParameterizedTest(name = "after {0} bytes on the data connection")
    @ValueSource(longs = {10_000, 60_000})
    void anOrderEndsATransferThatHangs(long bytes) throws Exception {
        bench.data.stallAfter(bytes, this::abort);

        assertGivenUp(bench.migrate());
    }

    @Test
    void whatWasGivenUpCanBeOrderedAgain() throws Exception {
        bench.h2.host().before("dump", this::abort);
        assertGivenUp(bench.migrate());
        bench.h2.host().healthy();

        assertThat(bench.migrate().serving()).contains(MigrationBench.H3);
    }

    @Test
    void anOrderBehindTheCommitPointIsRefused() {
        List<FailureCode> answers = new ArrayList<>();
        bench.h3.host().before("commit-target", () -> answers.add(refusal()));
        bench.h2.host().before("finish", () -> answers.add(refusal()));

        Migration migration = bench.migrate();

        assertThat(migration.serving()).contains(MigrationBench.H3);
        assertThat(answers).containsExactly(FailureCode.ABORT_REFUSED, FailureCode.ABORT_REFUSED);
    }

    @Test
    void anOrderOnTheWayBackChangesNothing() {
        bench.h3.host().failing("restore", FailureCode.RESTORE_FAILED);
        bench.h2.host().before("resume", this::abort);

        Migration migration = bench.migrate();

        assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
        assertThat(migration.failure())
                .hasValueSatisfying(
                        e -> assertThat(e.code()).isEqualTo(FailureCode.RESTORE_FAILED));
    }

    @Test
    void onlyWhatIsUnderWayCanBeGivenUp() {
        assertThatThrownBy(() -> bench.coordinator.abort("m-none"))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.MIGRATION_UNKNOWN));
    }

    private MemoryHost host(String name) {
        return name.equals("h2") ? bench.h2.host() : bench.h3.host();
    }

    private void abort() {
        bench.coordinator.abort(bench.journal.open().getFirst().id());
    }

    private FailureCode refusal() {
        try {
            abort();
            throw new AssertionError("the order was taken");
        } catch (TransshipException e) {
            return e.code();
        }
    }

    private void assertGivenUp(Migration migration) throws IOException {
        assertThat(migration.failure())
                .hasValueSatisfying(
                        e -> assertThat(e.code()).isEqualTo(FailureCode.MIGRATION_ABORTED));
        assertThat(migration.phase()).isEqualTo(MigrationPhase.ROLLED_BACK);
        assertThat(migration.serving()).contains(MigrationBench.H2);
        assertThat(bench.running()).containsExactly("h2");
        assertThat(bench.network.delivered()).contains("h2");
        assertThat(bench.h3.host().has(MigrationBench.SERVER)).isFalse();
        Path incoming = Files.createDirectories(folder.resolve("h3/incoming"));
        try (Stream<Path> files = Files.list(incoming)) {
            assertThat(files).isEmpty();
        }
    }
}
