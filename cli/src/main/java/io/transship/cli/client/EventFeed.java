package io.transship.cli.client;

import io.transship.core.failure.TransshipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Events, one after the other. When the connection breaks it is made anew from the last event; when
 * that fails, or brings nothing three times, the feed fails. One thread reads; any may close.
 */
public final class EventFeed implements AutoCloseable {

    private static final int EMPTY_CONNECTIONS = 3;

    private final ManagerClient client;
    private final Object lock = new Object();
    private OptionalLong last;
    private InputStream stream;
    private BufferedReader lines;
    private boolean closed;

    EventFeed(ManagerClient client, OptionalLong since) {
        this.client = client;
        this.last = since;
        this.stream = client.openEvents(last);
        this.lines = reader(stream);
    }

    /**
     * Waits for the next event; empty once the feed is closed.
     *
     * @throws TransshipException PEER_UNREACHABLE if the manager has gone
     */
    public Optional<ManagerEvent> next() {
        IOException end = new IOException("the stream of events ended");
        for (int attempt = 0; attempt < EMPTY_CONNECTIONS; attempt++) {
            try {
                Optional<ManagerEvent> event = read();
                if (event.isPresent()) {
                    last = OptionalLong.of(event.get().id());
                    return event;
                }
            } catch (IOException e) {
                end = e;
            }
            if (isClosed() || !reopen()) {
                return Optional.empty();
            }
        }
        throw client.unreachable(end);
    }

    /** The next event of this connection; empty at its end. */
    private Optional<ManagerEvent> read() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                JsonNode event = client.parse(line.substring("data:".length()));
                return Optional.of(
                        new ManagerEvent(
                                event.path("id").asLong(),
                                Instant.parse(event.path("at").asString()),
                                event.path("type").asString(),
                                event.path("data")));
            }
        }
        return Optional.empty();
    }

    private boolean reopen() {
        InputStream fresh = client.openEvents(last);
        synchronized (lock) {
            stream = fresh;
            lines = reader(fresh);
            if (closed) {
                end(fresh);
            }
            return !closed;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Ends the feed; a {@link #next} that waits returns. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            end(stream);
        }
    }

    /** The stream and not its reader, whose lock the reading thread holds. */
    private static void end(InputStream stream) {
        try {
            stream.close();
        } catch (IOException ignored) {
            // It is of no use any more.
        }
    }
}
