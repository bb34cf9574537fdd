package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On this JVM's own compilers, as the kernel shows them. */
class QuietCompilersTest {

    private static final String OTHER = "0";
    private static final String IDLE = "5";

    @Test
    void compilersStepBackForAWhileAndNoLonger() throws IOException {
        assertThat(policies()).isNotEmpty().containsOnly(OTHER);

        new QuietCompilers().during(Duration.ofSeconds(1));
        assertThat(policies()).isNotEmpty().containsOnly(IDLE);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(policies()).isNotEmpty().containsOnly(OTHER));
    }

    @Test
    void aSecondWordProlongsIt() throws IOException {
        QuietCompilers compilers = new QuietCompilers();
        compilers.during(Duration.ofMillis(1));
        compilers.during(Duration.ofSeconds(3));
        await().pollDelay(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(policies()).containsOnly(IDLE));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(policies()).containsOnly(OTHER));
    }

    /** The 41st field of a thread's state (proc_pid_stat(5)). */
    private static List<String> policies() throws IOException {
        List<String> found = new ArrayList<>();
        for (int thread : QuietCompilers.compilers()) {
            String state =
                    new String(
                            Files.readAllBytes(Path.of("/proc/self/task/" + thread + "/stat")),
                            StandardCharsets.US_ASCII);
            String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ");
            found.add(fields[38]);
        }
        return found;
    }
}
