package io.transship.daemon.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings, on files that stand for the kernel's. */
class TuningTest {

    private static final TuningSettings BOTH = new TuningSettings(true, 1024);

    @TempDir private Path root;
    private Path rcu;
    private Path buckets;
    private Path notes;

    @BeforeEach
    void begin() throws IOException {
        rcu = file(TuningSettings.RCU_EXPEDITED, "0");
        buckets = file(TuningSettings.CONNTRACK_BUCKETS, "262144");
        notes = root.resolve("run/transship/tuning");
    }

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void graceEndsAtOnceAsLongAsSomethingMoves() {
        try (Tuning tuning = Tuning.of(BOTH, root, notes)) {
            assertThat(rcu).hasContent("0");
            tuning.begins("m1");
            tuning.begins("m2");
            tuning.begins("m2");
            tuning.ends("m2");
            tuning.ends("m2");
            assertThat(rcu).hasContent("1");
            tuning.ends("m1");
            assertThat(rcu).hasContent("0");
        }
    }

    @Test
    void theTableIsSmallAsLongAsTheDaemonRuns() {
        try (Tuning tuning = Tuning.of(BOTH, root, notes)) {
            assertThat(buckets).hasContent("1024");
            tuning.begins("m1");
        }
        assertThat(buckets).hasContent("262144");
        assertThat(rcu).as("a move that the daemon's end cuts off").hasContent("0");
    }

    @Test
    void theNextDaemonSetsBackWhatADeadOneLeft() {
        Tuning.of(BOTH, root, notes).begins("m1");
        assertThat(rcu).hasContent("1");

        try (Tuning _ = Tuning.of(TuningSettings.OFF, root, notes)) {
            assertThat(rcu).hasContent("0");
            assertThat(buckets).hasContent("262144");
        }
    }

    @Test
    void nothingIsTouchedUnlessItIsAskedFor() {
        try (Tuning tuning = Tuning.of(TuningSettings.OFF, root, notes)) {
            tuning.begins("m1");
            assertThat(rcu).hasContent("0");
            assertThat(buckets).hasContent("262144");
        }
        assertThat(notes).doesNotExist();
    }

    @Test
    void aKernelWithoutTheFilesHindersNothing() throws IOException {
        Files.delete(rcu);
        Files.delete(buckets);

        assertThatCode(
                        () -> {
                            try (Tuning tuning = Tuning.of(BOTH, root, notes)) {
                                tuning.begins("m1");
                                tuning.ends("m1");
                            }
                        })
                .doesNotThrowAnyException();
    }
}
