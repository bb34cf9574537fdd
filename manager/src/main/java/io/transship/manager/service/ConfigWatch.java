package io.transship.manager.service;

import io.transship.core.failure.TransshipException;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.schedule.Scheduler;
import io.transship.settings.ConfigReader;
import io.transship.settings.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the configuration file has changed. Of a valid file, what can be used without a
 * restart is handed on; an invalid one changes nothing and is reported: once as event and in the
 * log, and in the manager's status until it is mended. Used by one thread.
 *
 * <p>Events: {@code config-changed {file, policy, used, waitingForRestart}}, {@code config-invalid
 * {file, code, message}}.
 */
public final class ConfigWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private record Stamp(FileTime time, long size) {}

    /** No file has it, so that the first look reads what may have changed since the start. */
    private static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -2);

    private final Path file;
    private final Overrides overrides;
    private final LiveConfig live;
    private final BiConsumer<ManagerConfig, LiveConfig.Change> user;
    private final EventSink events;
    private final Clock clock;
    private Stamp last = NONE;

    /**
     * What is watched.
     *
     * @param file the file
     * @param overrides values that stand above it
     */
    public record Watched(Path file, Overrides overrides) {}

    /** A watch on a file that was read some time ago, when the manager began to start. */
    public ConfigWatch(
            Watched watched,
            LiveConfig live,
            BiConsumer<ManagerConfig, LiveConfig.Change> user,
            EventSink events,
            Clock clock) {
        this.file = watched.file();
        this.overrides = watched.overrides();
        this.live = live;
        this.user = user;
        this.events = events;
        this.clock = clock;
    }

    /** Looks again and again; one look at a time, for users' policies may take theirs. */
    public void every(Duration period, Scheduler scheduler, Executor workers) {
        AtomicBoolean looking = new AtomicBoolean();
        scheduler.every(
                period,
                () -> {
                    if (looking.compareAndSet(false, true)) {
                        workers.execute(() -> look(looking));
                    }
                });
    }

    private void look(AtomicBoolean looking) {
        try {
            look();
        } finally {
            looking.set(false);
        }
    }

    /** Looks once. */
    public void look() {
        Stamp now = stamp();
        if (now.equals(last)) {
            return;
        }
        boolean isFirst = last.equals(NONE);
        last = now;
        try {
            ManagerConfig config = ConfigLoader.load(file, overrides);
            LiveConfig.Change change = live.compare(config);
            if (isFirst && change.used().isEmpty() && change.waiting().isEmpty()) {
                return;
            }
            use(config, change);
            live.take(config, change);
            live.describe(ConfigReader.settings(file, ManagerConfig.class, overrides));
            LOG.info(
                    "{} is in use: changed {}, waiting for a restart {}",
                    file,
                    change.used(),
                    change.waiting());
            tell(
                    "config-changed",
                    Map.of(
                            "file", file.toString(),
                            "policy", config.policy(),
                            "used", List.copyOf(change.used()),
                            "waitingForRestart", List.copyOf(change.waiting())));
        } catch (TransshipException e) {
            LOG.warn("{} The configuration in use stays.", e.line());
            live.refuse(String.valueOf(e.getMessage()), clock.instant());
            tell(
                    "config-invalid",
                    Map.of(
                            "file", file.toString(),
                            "code", e.code().name(),
                            "message", String.valueOf(e.getMessage())));
        }
    }

    private void use(ManagerConfig config, LiveConfig.Change change) {
        try {
            user.accept(config, change);
        } catch (TransshipException e) {
            throw ConfigLoader.placed(e, file, overrides);
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
