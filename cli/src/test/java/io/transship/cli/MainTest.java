package io.transship.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a manager; with one: CommandLineTest in the lab. */
class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "run",
                "migrate",
                "abort",
                "plan",
                "hosts",
                "containers",
                "decisions",
                "explain",
                "migrations",
                "migration",
                "policies",
                "events",
                "config"
            })
    void everyVerbHelpsWithAnExample(String verb) {
        assertThat(run(verb, "--help")).isZero();

        assertThat(out.toString()).contains("Usage: transship " + verb, "Example", "--help");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theListOfVerbsIsTheHelp() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString()).contains("status", "migrate", "explain");
    }

    @Test
    void anUnknownVerbIsSaidWithTheNearest() {
        assertThat(run("dmeo")).isEqualTo(2);

        assertThat(err.toString())
                .isEqualTo(
                        "USAGE: there is no verb 'dmeo'; did you mean 'demo'? See 'transship"
                                + " --help'.\n");
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
