package io.transship.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoOptionsTest {

    @TempDir private Path folder;

    @Test
    void withoutWordsItIsTheThesisFirstScenario() {
        DemoOptions options = options();
        assertThat(options.scenario().number()).isEqualTo(1);
        assertThat(options.policy()).isEqualTo("bandwidth");
        assertThat(options.state()).isEqualTo(ByteCount.ofMiB(10));
        assertThat(options.json()).isEmpty();
        assertThat(options.keep()).isFalse();
    }

    @Test
    void everyWordIsHeard() {
        Path json = folder.resolve("result.json");
        DemoOptions options =
                options(
                        "--scenario=3",
                        "--policy=shortest-path",
                        "--state=512KiB",
                        "--seed=-7",
                        "--keep",
                        "--json=" + json);
        assertThat(options.scenario().number()).isEqualTo(3);
        assertThat(options.policy()).isEqualTo("shortest-path");
        assertThat(options.state()).isEqualTo(new ByteCount(512 * 1024));
        assertThat(options.seed()).isEqualTo(-7);
        assertThat(options.keep()).isTrue();
        assertThat(options.json()).contains(json);
        assertThat(json).doesNotExist();
    }

    @Test
    void aWrongPolicyGetsTheListAndASuggestion() {
        assertThat(complaint("--policy=bandwith"))
                .isEqualTo(
                        "POLICY_UNKNOWN: there is no policy 'bandwith'. Choose one of bandwidth,"
                                + " random, shortest-path. Did you mean 'bandwidth'?");
        assertThat(complaint("--policy=x"))
                .endsWith("Choose one of bandwidth, random, shortest-path.");
    }

    @Test
    void aBrokenStateIsOneClearLine() {
        assertThat(complaint("--state=ten"))
                .isEqualTo(
                        "USAGE: --state: 'ten' is not an amount of bytes such as 64MiB. Write for"
                                + " example --state 10MiB.");
        assertThat(complaint("--state=9GiB")).startsWith("USAGE: --state 9GiB is too much.");
    }

    @Test
    void aScenarioThatTheThesisHasNotIsRefused() {
        assertThat(complaint("--scenario=4"))
                .isEqualTo(
                        "USAGE: the thesis has scenarios 1, 2 and 3, not 4. Choose --scenario 1, 2"
                                + " or 3.");
    }

    @Test
    void anUnwritableFileIsRefusedBeforeAnythingStarts() {
        assertThat(complaint("--json=" + folder.resolve("no/such/folder.json")))
                .startsWith("USAGE: --json " + folder)
                .contains("there is no such folder")
                .doesNotContain("\n");
        assertThat(complaint("--json=" + folder)).startsWith("USAGE: --json " + folder);
    }

    private static String complaint(String... words) {
        return catchThrowableOfType(TransshipException.class, () -> options(words)).line();
    }

    private static DemoOptions options(String... words) {
        return DemoOptions.of(CommandLine.populateCommand(new DemoCommand(), words));
    }
}
