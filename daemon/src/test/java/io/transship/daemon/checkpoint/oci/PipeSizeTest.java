package io.transship.daemon.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's bound on pipes, on files that stand for it. */
class PipeSizeTest {

    private static final String RAISED = "4194304";

    @TempDir private Path folder;
    private Path bound;
    private Path note;

    @BeforeEach
    void begin() throws IOException {
        bound = folder.resolve("pipe-max-size");
        note = folder.resolve("note");
        Files.writeString(bound, "1048577\n");
    }

    @Test
    void everyDigitIsPutBack() throws IOException {
        PipeSize pipes = new PipeSize(bound, note);
        pipes.raise();
        assertThat(bound).hasContent(RAISED);
        pipes.lower();

        assertThat(bound).hasContent("1048577");
        assertThat(note).doesNotExist();
    }

    @Test
    void theLastOfSeveralDumpsPutsItBack() throws IOException {
        PipeSize pipes = new PipeSize(bound, note);
        pipes.raise();
        pipes.raise();
        pipes.lower();
        assertThat(bound).hasContent(RAISED);
        pipes.lower();

        assertThat(bound).hasContent("1048577");
    }

    @Test
    void theNextDaemonPutsBackWhatADeadOneRaised() throws IOException {
        new PipeSize(bound, note).raise();

        var _ = new PipeSize(bound, note);

        assertThat(bound).hasContent("1048577");
        assertThat(note).doesNotExist();
    }

    @Test
    void aBoundThatIsLargeEnoughIsLeftAlone() throws IOException {
        for (String large : new String[] {RAISED, "9223372036854775807"}) {
            Files.writeString(bound, large);
            PipeSize pipes = new PipeSize(bound, note);
            pipes.raise();
            assertThat(bound).hasContent(large);
            assertThat(note).doesNotExist();
            pipes.lower();

            assertThat(bound).hasContent(large);
        }
    }

    @Test
    void whatIsNoNumberIsLeftAlone() throws IOException {
        Files.writeString(bound, "99999999999999999999999");
        PipeSize pipes = new PipeSize(bound, note);
        pipes.raise();
        pipes.lower();

        assertThat(bound).hasContent("99999999999999999999999");
    }
}
