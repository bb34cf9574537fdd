package io.transship.daemon.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number of the kernel's, on files that stand for it. */
class KernelValueTest {

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

    private KernelValue atLeast() {
        return KernelValue.atLeast(bound, note, 4L << 20);
    }

    @Test
    void everyDigitIsPutBack() throws IOException {
        KernelValue pipes = atLeast();
        pipes.begin();
        assertThat(bound).hasContent(RAISED);
        pipes.end();

        assertThat(bound).hasContent("1048577");
        assertThat(note).doesNotExist();
    }

    @Test
    void theLastOfSeveralPutsItBack() throws IOException {
        KernelValue pipes = atLeast();
        pipes.begin();
        pipes.begin();
        pipes.end();
        assertThat(bound).hasContent(RAISED);
        pipes.end();

        assertThat(bound).hasContent("1048577");
    }

    @Test
    void whatSomebodyElseHasSetBackIsSetAgainWhileItIsNeeded() throws IOException {
        KernelValue pipes = atLeast();
        pipes.renew();
        assertThat(bound).hasContent("1048577");
        pipes.begin();
        Files.writeString(bound, "1048576");

        pipes.renew();

        assertThat(bound).hasContent(RAISED);
        pipes.end();
        assertThat(bound).hasContent("1048576");
        assertThat(note).doesNotExist();
    }

    @Test
    void theNextDaemonPutsBackWhatADeadOneRaised() throws IOException {
        atLeast().begin();

        var _ = atLeast();

        assertThat(bound).hasContent("1048577");
        assertThat(note).doesNotExist();
    }

    @Test
    void aBoundThatIsLargeEnoughIsLeftAlone() throws IOException {
        for (String large : new String[] {RAISED, "9223372036854775807"}) {
            Files.writeString(bound, large);
            KernelValue pipes = atLeast();
            pipes.begin();
            assertThat(bound).hasContent(large);
            assertThat(note).doesNotExist();
            pipes.end();

            assertThat(bound).hasContent(large);
        }
    }

    @Test
    void whatIsNoNumberIsLeftAlone() throws IOException {
        Files.writeString(bound, "99999999999999999999999");
        KernelValue pipes = atLeast();
        pipes.begin();
        pipes.end();

        assertThat(bound).hasContent("99999999999999999999999");
    }

    @Test
    void whatMustNotBeMoreIsMadeLessAndLeftAloneIfItIs() throws IOException {
        Files.writeString(bound, "262144");
        KernelValue buckets = KernelValue.atMost(bound, note, 1024);
        buckets.begin();
        assertThat(bound).hasContent("1024");
        buckets.end();
        assertThat(bound).hasContent("262144");

        Files.writeString(bound, "512");
        buckets.begin();
        assertThat(bound).hasContent("512");
    }
}
