package io.transship.manager.api;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.HealthCheck;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.NetworkChoice;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ByteCount;
import io.transship.settings.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of a container in a request; what is left out is as image and engine have it. */
record RunOptions(
        @Nullable List<String> entryPoint,
        @Nullable String workingDirectory,
        @Nullable String user,
        @Nullable List<String> groups,
        @Nullable String hostname,
        @Nullable List<String> capabilitiesAdded,
        @Nullable List<String> capabilitiesDropped,
        @Nullable Boolean readOnlyRoot,
        @Nullable String cpus,
        @Nullable Long pids,
        @Nullable String sharedMemory,
        @Nullable List<String> ulimits,
        @Nullable List<String> mounts,
        @Nullable List<String> ports,
        @Nullable Health health,
        @Nullable String logDriver,
        @Nullable Map<String, String> logOptions,
        @Nullable String network) {

    /** As {@link HealthCheck}, with times such as "30s". */
    record Health(
            @Nullable List<String> test,
            @Nullable String interval,
            @Nullable String timeout,
            @Nullable String startPeriod,
            @Nullable Integer retries) {

        HealthCheck toCheck() {
            return new HealthCheck(
                    given(test),
                    time(interval),
                    time(timeout),
                    time(startPeriod),
                    retries == null ? 0 : retries);
        }

        private static Duration time(@Nullable String text) {
            return text == null ? Duration.ZERO : Durations.parse(text);
        }
    }

    ContainerOptions toOptions() {
        return new ContainerOptions(
                new Program(
                        given(entryPoint),
                        given(workingDirectory),
                        given(user),
                        given(groups),
                        given(hostname)),
                new Isolation(
                        given(capabilitiesAdded),
                        given(capabilitiesDropped),
                        Boolean.TRUE.equals(readOnlyRoot)),
                new Limits(
                        cpus == null ? 0 : Limits.nanoCpus(cpus),
                        pids == null ? 0 : pids,
                        sharedMemory == null ? ByteCount.ZERO : ByteCount.parse(sharedMemory),
                        each(ulimits, Ulimit::parse)),
                each(mounts, Mount::parse),
                each(ports, PortBinding::parse),
                Optional.ofNullable(health).map(Health::toCheck),
                new LogHandling(given(logDriver), logOptions == null ? Map.of() : logOptions),
                new NetworkChoice(given(network)));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> given(@Nullable List<String> texts) {
        return each(texts, Function.identity());
    }

    private static <T> List<T> each(@Nullable List<String> texts, Function<String, T> reader) {
        if (texts == null) {
            return List.of();
        }
        if (texts.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a list holds null");
        }
        return texts.stream().map(reader).toList();
    }
}
