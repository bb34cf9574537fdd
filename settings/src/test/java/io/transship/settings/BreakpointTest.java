package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BreakpointTest {

    @TempDir private Path folder;

    @Test
    @Timeout(60)
    void aStepThatWasOrderedStopsUntilItsFileIsGone() throws Exception {
        Files.createFile(folder.resolve("source.dumped"));
        Thread thread = Thread.startVirtualThread(() -> Breakpoint.stop(folder, "source.dumped"));
        Path reached = folder.resolve("source.dumped" + Breakpoint.REACHED);
        while (!Files.exists(reached)) {
            Thread.onSpinWait();
        }
        assertThat(thread.isAlive()).isTrue();

        Files.delete(reached);

        assertThat(thread.join(Duration.ofSeconds(50))).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anotherStepGoesOn() throws Exception {
        Files.createFile(folder.resolve("source.dumped"));

        Breakpoint.stop(folder, "source.frozen");

        assertThat(folder.resolve("source.dumped")).exists();
    }

    @Test
    void withoutTheProperyNothingIsLookedAt() {
        assertThat(System.getProperty(Breakpoint.PROPERTY)).isNull();

        Breakpoint.reached("source", "DUMPED");
    }
}
