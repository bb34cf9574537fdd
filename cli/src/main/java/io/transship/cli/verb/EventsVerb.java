package io.transship.cli.verb;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.client.ManagerEvent;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Follows what happens, until Ctrl-C.",
        footer = {"", "Examples:", "  transship events", "  transship events --since 0 --json"})
public final class EventsVerb implements Callable<Integer> {

    @Mixin private final ManagerOptions manager = new ManagerOptions();

    @Option(
            names = "--since",
            paramLabel = "ID",
            description = "Begins after that event, if the manager still has it; 0: with all.")
    private @Nullable Long since;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "9223372036854775807",
            description = "Ends after so many.")
    private long count;

    @Override
    public Integer call() {
        try (ManagerClient client = manager.open();
                EventFeed feed =
                        client.events(
                                since == null ? OptionalLong.empty() : OptionalLong.of(since))) {
            Optional<ManagerEvent> event = feed.next();
            for (long shown = 1; event.isPresent(); shown++) {
                print(event.get());
                event = shown < count ? feed.next() : Optional.empty();
            }
        }
        return 0;
    }

    private void print(ManagerEvent event) {
        LocalTime time =
                LocalTime.ofInstant(event.at(), ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.MILLIS);
        String line =
                manager.json()
                        ? "{\"id\":%d,\"at\":\"%s\",\"type\":\"%s\",\"data\":%s}"
                                .formatted(event.id(), event.at(), event.type(), event.data())
                        : "%-6d %-12s  %-20s %s"
                                .formatted(
                                        event.id(),
                                        time,
                                        event.type(),
                                        event.data().toString().replaceAll("\\p{Cntrl}", ""));
        manager.out().println(line);
        manager.out().flush();
    }
}
