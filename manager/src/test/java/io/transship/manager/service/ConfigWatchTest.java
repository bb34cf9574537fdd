package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.manager.config.ConfigLoader;
import io.transship.manager.event.Event;
import io.transship.settings.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    @TempDir Path folder;
    private final List<String> used = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private Path file;
    private LiveConfig live;
    private ConfigWatch watch;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("manager.yaml"), Configs.LEAST);
        live = new LiveConfig(ConfigLoader.load(file));
        watch =
                new ConfigWatch(
                        new ConfigWatch.Watched(file, Overrides.NONE),
                        live,
                        (config, change) -> used.add(config.policy() + change.used()),
                        events::add,
                        Clock.systemUTC());
    }

    private void write(String lines) throws IOException {
        Files.writeString(file, Configs.LEAST + lines);
        watch.look();
    }

    @Test
    void aValidFileIsHandedOnOnceAndAnInvalidOneIsReportedOnce() throws IOException {
        watch.look();
        write("policy: random\n");
        watch.look();
        write("policy: fastest-path\n");
        watch.look();
        Files.delete(file);
        watch.look();

        assertThat(used).containsExactly("random[policy]");
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("config-changed", "config-invalid", "config-invalid");
        assertThat(events.get(1).data()).containsEntry("code", "POLICY_UNKNOWN");
    }

    /** A start takes seconds on a busy machine, and nobody waits for it to edit a file. */
    @Test
    void whatChangedWhileTheManagerStartedIsTakenAtTheFirstLook() throws IOException {
        write("policy: random\n");

        assertThat(used).containsExactly("random[policy]");
        assertThat(live.current().policy()).isEqualTo("random");
    }

    @Test
    void whatNeedsARestartIsSaidUntilTheFileIsAsItWas() throws IOException {
        write("aggregateThreshold: 7\nseed: 3\nlimits: {coolDown: 9m}\n");

        assertThat(used).containsExactly("bandwidth[aggregateThreshold, limits]");
        assertThat(live.current().aggregateThreshold()).isEqualTo(7);
        assertThat(live.summary()).isEqualTo("waits for a restart: seed");
        assertThat(events.getFirst().data()).containsEntry("waitingForRestart", List.of("seed"));

        write("aggregateThreshold: 7\nlimits: {coolDown: 9m}\n# as it was\n");

        assertThat(live.summary()).isEqualTo("valid, in use");
        assertThat(used).containsExactly("bandwidth[aggregateThreshold, limits]", "bandwidth[]");
    }

    @Test
    void aBrokenFileChangesNothingAndTheStatusSaysSo() throws IOException {
        write("aggregateThreshold: -1\n");

        assertThat(used).isEmpty();
        assertThat(live.current().aggregateThreshold()).isEqualTo(10_000);
        assertThat(live.summary())
                .matches("INVALID since [-0-9T:]+Z, .*: .*aggregateThreshold must be .*");
        assertThat(live.report().valid()).isFalse();

        write("# mended\n");

        assertThat(live.summary()).isEqualTo("valid, in use");
        assertThat(live.report().valid()).isTrue();
        assertThat(live.report().values()).anyMatch(each -> each.key().equals("policy"));
    }
}
