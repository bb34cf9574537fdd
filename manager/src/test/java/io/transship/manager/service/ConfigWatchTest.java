package io.transship.manager.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.manager.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    @TempDir Path folder;
    private final List<String> used = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    @Test
    void aValidFileIsHandedOnOnceAndAnInvalidOneIsReportedOnce() throws IOException {
        Path file = folder.resolve("manager.yaml");
        Files.writeString(file, Configs.LEAST);
        ConfigWatch watch =
                new ConfigWatch(
                        file, config -> used.add(config.policy()), events::add, Clock.systemUTC());
        watch.look();
        Files.writeString(file, Configs.LEAST + "policy: random\n");
        watch.look();
        watch.look();
        Files.writeString(file, Configs.LEAST + "policy: fastest-path\n");
        watch.look();
        watch.look();
        Files.delete(file);
        watch.look();

        assertThat(used).containsExactly("random");
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("config-changed", "config-invalid", "config-invalid");
        assertThat(events.get(1).data()).containsEntry("code", "POLICY_UNKNOWN");
    }
}
