package io.transship.manager.service;

import io.transship.core.failure.TransshipException;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the configuration file has changed. A valid file is handed on; an invalid one
 * changes nothing and is reported once. Used by one thread.
 *
 * <p>Events: {@code config-changed {file, policy}}, {@code config-invalid {file, code, message}}.
 */
public final class ConfigWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private record Stamp(FileTime time, long size) {}

    private final Path file;
    private final Consumer<ManagerConfig> user;
    private final EventSink events;
    private final Clock clock;
    private Stamp last;

    /** A watch on a file that was read just now. */
    public ConfigWatch(Path file, Consumer<ManagerConfig> user, EventSink events, Clock clock) {
        this.file = file;
        this.user = user;
        this.events = events;
        this.clock = clock;
        this.last = stamp();
    }

    /** Looks once. */
    public void look() {
        Stamp now = stamp();
        if (now.equals(last)) {
            return;
        }
        last = now;
        try {
            ManagerConfig config = ConfigLoader.load(file);
            user.accept(config);
            tell("config-changed", Map.of("file", file.toString(), "policy", config.policy()));
        } catch (TransshipException e) {
            LOG.warn("{} The configuration in use stays.", e.line());
            tell(
                    "config-invalid",
                    Map.of(
                            "file", file.toString(),
                            "code", e.code().name(),
                            "message", String.valueOf(e.getMessage())));
        }
    }

    private Stamp stamp() {
        try {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return new Stamp(FileTime.fromMillis(0), -1);
        }
    }

    private void tell(String type, Map<String, Object> data) {
        events.emit(new Event(clock.instant(), type, data));
    }
}
