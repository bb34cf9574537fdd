package io.transship.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.lab.testbed.Testbed;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The lab's verbs, as somebody types them. */
@Tag("lab")
class LabVerbsTest {

    private static final String NAME = "--name=verbs-test";

    private record Said(int exitCode, String output, String errors) {}

    private static Said transship(String... words) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        int exitCode = line.execute(words);
        return new Said(exitCode, output.toString(), errors.toString());
    }

    private static void assertRefused(String code, String... words) {
        Said said = transship(words);
        assertThat(said.errors()).startsWith(code + ": ");
        assertThat(said.errors().lines()).hasSize(1);
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @Test
    void aLabIsBuiltUsedAndTakenDown() {
        assertRefused("LAB_NOT_UP", "lab", "exec", NAME, "h1", "--", "true");

        Said up = transship("lab", "up", NAME, "--topology", "linear:2", "--extent", "daemons");
        try {
            assertThat(up.exitCode()).isZero();
            assertThat(up.output()).contains("linear:2, 2 switches, 2 hosts, 3 links", "daemon h2");
            assertThat(transship("lab", "status").output()).contains("Lab 'verbs-test'", "s1-s2");
            assertRefused("LAB_ALREADY_UP", "lab", "up", NAME);
            assertThat(transship("lab", "exec", NAME, "h1", "--", "false").exitCode()).isOne();
            assertThat(transship("lab", "cut", NAME, "s1-s2").exitCode()).isZero();
            assertThat(transship("lab", "status").output()).containsPattern("s1-s2 .* cut");
            assertThat(transship("lab", "restore", NAME, "s1-s2").exitCode()).isZero();
            assertThat(transship("lab", "rate", NAME, "s1-s2", "3Mbit/s").exitCode()).isZero();
            assertThat(transship("lab", "status").output()).containsPattern("s1-s2 +3.00 Mbit/s");
            assertThat(transship("lab", "kill", NAME, "h2").exitCode()).isZero();
            assertThat(transship("lab", "status").output()).containsPattern("h2 +off");
            assertThat(transship("lab", "start", NAME, "h2").exitCode()).isZero();
            assertThat(
                            transship(
                                            "lab",
                                            "exec",
                                            NAME,
                                            "h2",
                                            "--",
                                            "sh",
                                            "-c",
                                            "pgrep java >/dev/null")
                                    .exitCode())
                    .isZero();
            assertRefused("HOST_UNKNOWN", "lab", "kill", NAME, "h9");
            assertRefused("USAGE", "lab", "cut", NAME, "s1");
            assertRefused("USAGE", "lab", "rate", NAME, "s1-s2", "fast");
        } finally {
            assertThat(transship("lab", "down", NAME).exitCode()).isZero();
        }
        assertThat(Testbed.up()).doesNotContainKey("verbs-test");
    }

    @Test
    void badInputIsRefusedBeforeAnythingStarts() {
        assertRefused("USAGE", "lab", "up", "--topology", "torus:3");
        assertRefused("USAGE", "lab", "up", "--scenario", "7");
        assertRefused("USAGE", "lab", "up", "--scenario", "1", "--topology", "ring:3");
        assertRefused("USAGE", "lab", "up", "--name", "No Spaces");
    }
}
