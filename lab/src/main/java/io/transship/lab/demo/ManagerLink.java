package io.transship.lab.demo;

import io.transship.cli.client.EventFeed;
import io.transship.cli.client.ManagerClient;
import io.transship.cli.client.ManagerEvent;
import io.transship.core.failure.TransshipException;
import io.transship.lab.testbed.Testbed;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** What the demo needs of the manager's REST API. Thread-safe. */
final class ManagerLink implements AutoCloseable {

    private final ManagerClient client;
    private volatile Optional<EventFeed> feed = Optional.empty();

    private ManagerLink(ManagerClient client) {
        this.client = client;
    }

    static ManagerLink to(Testbed lab) {
        return new ManagerLink(ManagerClient.withTokenFile(lab.managerUri(), lab.tokenFile()));
    }

    /** The managed containers. */
    JsonNode containers() {
        return client.get("containers");
    }

    /** The migrations, the newest first. */
    JsonNode migrations() {
        return client.get("migrations");
    }

    /** Orders a migration. */
    void migrate(String container, String target) {
        var _ = client.post("migrations", Map.of("container", container, "target", target));
    }

    /** Hands over every event from now on, on a thread of its own, until this is closed. */
    void follow(Consumer<ManagerEvent> listener) {
        EventFeed opened = client.events(OptionalLong.empty());
        feed = Optional.of(opened);
        Thread.startVirtualThread(() -> read(opened, listener));
    }

    private static void read(EventFeed feed, Consumer<ManagerEvent> listener) {
        try {
            for (Optional<ManagerEvent> event = feed.next();
                    event.isPresent();
                    event = feed.next()) {
                listener.accept(event.get());
            }
        } catch (TransshipException e) {
            // The manager has gone; the demo notices that no migration ends.
        }
    }

    @Override
    public void close() {
        feed.ifPresent(EventFeed::close);
        client.close();
    }
}
