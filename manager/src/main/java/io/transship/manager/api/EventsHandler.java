package io.transship.manager.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Server-sent events, one blocking (virtual) thread for each listener. A comment goes out when
 * nothing happens, so that both sides see a broken connection.
 */
final class EventsHandler implements Handler {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final EventHub hub;

    EventsHandler(EventHub hub) {
        this.hub = hub;
    }

    @Override
    public void handle(Context context) throws IOException {
        long since = since(context);
        context.contentType("text/event-stream; charset=utf-8");
        context.header("Cache-Control", "no-store");
        OutputStream out = context.res().getOutputStream();
        try (EventStream stream = hub.subscribe(since)) {
            out.write(": transship\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (!stream.isOver()) {
                out.write(stream.next(SIGN_OF_LIFE).map(EventsHandler::frame).orElse(COMMENT));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException ignored) {
            // The listener has gone.
        }
    }

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private static byte[] frame(ApiEvent event) {
        String json = new String(Json.write(event), StandardCharsets.UTF_8);
        return "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(event.id(), event.type(), json)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Where to begin: after ?since=, else after Last-Event-ID, else with what comes now. */
    private long since(Context context) {
        Optional<String> asked =
                Optional.ofNullable(context.queryParam("since"))
                        .or(() -> Optional.ofNullable(context.header("Last-Event-ID")));
        return asked.map(text -> Queries.number("since", text, 0, Long.MAX_VALUE))
                .orElseGet(hub::lastId);
    }
}
