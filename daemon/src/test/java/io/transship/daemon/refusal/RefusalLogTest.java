package io.transship.daemon.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private long now;
    private final RefusalLog log = new RefusalLog("data", () -> now);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aFloodOfStrangersFillsNoDisk() {
        for (int i = 0; i < 100_000; i++) {
            log.refused("10.0.0.9", "no certificate");
        }
        assertThat(said())
                .hasSize(20)
                .allMatch(
                        each -> each.equals("Refused at the data port: 10.0.0.9: no certificate"));

        now = Duration.ofSeconds(61).toNanos();
        log.refused("10.0.0.9", "no certificate");
        assertThat(said())
                .hasSize(22)
                .contains("Refused at the data port: 99980 more that were not logged");
    }

    @Test
    void whatATerminalObeysIsNotRepeated() {
        log.refused("10.0.0.9", "names [\u001b[2J\nmanager]" + "x".repeat(500));

        assertThat(said().getFirst()).contains("names [?[2J?manager]").hasSizeLessThan(300);
    }
}
