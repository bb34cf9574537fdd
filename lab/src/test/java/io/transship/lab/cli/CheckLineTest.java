package io.transship.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.cli.Main;
import io.transship.lab.testbed.LabCertificates;
import io.transship.manager.Manager;
import io.transship.manager.config.ConfigLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** check and doctor as people type them. */
class CheckLineTest {

    private record Answer(int exit, String out) {}

    @TempDir private Path folder;
    private Manager manager;

    @BeforeEach
    void start() throws Exception {
        new LabCertificates("test", new SecureRandom(), Instant.now())
                .issue("manager", List.of(), folder);
        Path file =
                Files.writeString(
                        folder.resolve("manager.yaml"),
                        CommandLineTest.CONFIG.formatted(folder.resolve("manager.db")));
        manager = new Manager(ConfigLoader.load(file), 42, PlayedDaemons::new, Clock.systemUTC());
        manager.start();
        await().until(() -> run("containers").out().contains("server"));
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    private Answer run(String... words) {
        StringWriter out = new StringWriter();
        String[] all =
                Stream.concat(
                                Stream.of(words),
                                Stream.of(
                                        "--manager=http://127.0.0.1:" + manager.apiPort(),
                                        "--token-file=" + folder.resolve("api.token")))
                        .toArray(String[]::new);
        int exit = Main.run(new PrintWriter(out), new PrintWriter(out), all);
        return new Answer(exit, out.toString());
    }

    @Test
    void aMoveCanBeCheckedBeforehand() {
        Answer fit = run("check", "server", "--to", "h3");
        assertThat(fit.out())
                .contains("source h2  memory       ok       8.00 GiB available")
                .contains("server may move from h2 to h3 (mode copy).");
        assertThat(fit.exit()).isZero();

        Answer unfit = run("check", "server", "--to", "h4", "--mode", "page-server");
        assertThat(unfit.out())
                .contains("target h4  memory       FAIL     MEMORY_SHORT")
                .contains("FAIL MEMORY_SHORT: h4 has no memory left.")
                .contains("Free memory on the named host, or choose another one.")
                .contains("server may not move from h2 to h4 (mode page-server)");
        assertThat(unfit.exit()).isEqualTo(1);
        assertThat(run("check", "server", "--to", "h4", "--json").out())
                .contains("\"fit\" : false");
    }

    @Test
    void hostsAreLookedAtOneOrAll() {
        assertThat(run("doctor", "h3").out()).contains("h3 is fit for migrations");
        Answer all = run("doctor");
        assertThat(all.out()).contains("h1 is fit", "h4 is not fit for migrations: 1 failure");
        assertThat(all.exit()).isEqualTo(1);
    }
}
