package io.transship.daemon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.daemon.harness.Network;
import io.transship.daemon.harness.Shell;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Two machines with the engine under test, and a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineMachines {

    Network network;
    Shell h2;
    Shell h3;

    /** The engine's name, as the harness starts it. */
    abstract String engine();

    @BeforeAll
    void start() throws IOException {
        network = new Network(engine());
        h2 = network.h2();
        h3 = network.h3();
    }

    @AfterAll
    void end() throws IOException {
        if (network != null) {
            network.close();
        }
    }

    /** What containers could leave behind on the two machines. */
    String belongings() {
        return "h2: " + h2.must("belongings") + " h3: " + h3.must("belongings");
    }

    void assertConnectionLives() {
        long counter = counter(network.client().ask("report"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> counter(network.client().ask("report")) > counter + 5);
    }

    private static long counter(String report) {
        assertThat(report).endsWith(" ok");
        return Long.parseLong(report.substring(0, report.indexOf(' ')));
    }
}
