package io.transship.daemon.runtime.http;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The calls of an engine's REST API: JSON and streams over its Unix socket. Thread-safe. */
public final class EngineClient {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(20);

    private final UnixHttp http;
    private final String base;

    /**
     * Talks to the engine on this socket; nothing is sent yet.
     *
     * @param base what every target begins with ("/v1.43")
     */
    public EngineClient(Path socket, String base) {
        this.http = new UnixHttp(socket);
        this.base = base;
    }

    /** Waits until the engine answers; it may have been started a moment ago. */
    public void awaitEngine(Duration deadline) {
        Await await = new Await(Duration.ofMillis(20));
        if (!await.until(this::answers, deadline)) {
            get("/version");
        }
    }

    private boolean answers() {
        try {
            return !get("/version").isMissingNode();
        } catch (TransshipException e) {
            return false;
        }
    }

    /** Asks; absent: the engine has no such thing. */
    public Optional<JsonNode> find(String target) {
        return exchange(
                HttpRequest.get(base + target),
                USUAL_DEADLINE,
                reply -> reply.status() == 404 ? Optional.empty() : Optional.of(json(reply)));
    }

    /** Asks for what is there. */
    public JsonNode get(String target) {
        return exchange(HttpRequest.get(base + target), USUAL_DEADLINE, EngineClient::json);
    }

    /** Asks the engine to do something that needs no more words. */
    public JsonNode post(String target) {
        return post(target, USUAL_DEADLINE);
    }

    /** The same, where it may take longer or must not. */
    public JsonNode post(String target, Duration deadline) {
        return exchange(HttpRequest.post(base + target, ""), deadline, EngineClient::json);
    }

    /** Asks the engine to do something. */
    public JsonNode post(String target, Map<String, ?> body) {
        return post(target, body, USUAL_DEADLINE);
    }

    /** The same, where it may take longer or must not. */
    public JsonNode post(String target, Map<String, ?> body, Duration deadline) {
        String text = JSON.writeValueAsString(body);
        return exchange(HttpRequest.post(base + target, text), deadline, EngineClient::json);
    }

    /** Removes something; nothing happens if it is not there. */
    public void delete(String target) {
        exchange(
                HttpRequest.delete(base + target),
                USUAL_DEADLINE,
                reply -> reply.status() == 404 ? MissingNode.getInstance() : json(reply));
    }

    /**
     * Copies a stream from the engine.
     *
     * @throws IOException if {@code out} fails
     */
    public void download(String target, OutputStream out, Duration deadline) throws IOException {
        HttpRequest request = HttpRequest.get(base + target);
        http.exchange(
                request,
                deadline,
                reply -> {
                    if (!reply.succeeded()) {
                        throw refused(request, reply);
                    }
                    return reply.body().transferTo(out);
                });
    }

    /**
     * Copies a stream to the engine and returns its answer as text.
     *
     * @throws IOException if {@code in} fails
     */
    public String upload(String target, InputStream in, Duration deadline) throws IOException {
        HttpRequest request = HttpRequest.upload(base + target, in);
        return http.exchange(
                request,
                deadline,
                reply -> {
                    if (!reply.succeeded()) {
                        throw refused(request, reply);
                    }
                    return reply.text();
                });
    }

    private <T> T exchange(HttpRequest request, Duration deadline, UnixHttp.Reader<T> reader) {
        try {
            return http.exchange(
                    request,
                    deadline,
                    reply -> {
                        if (!reply.succeeded() && reply.status() != 404) {
                            throw refused(request, reply);
                        }
                        return reader.read(reply);
                    });
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED, request + " failed: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(HttpReply reply) throws IOException {
        if (!reply.succeeded()) {
            throw new TransshipException(FailureCode.CONTAINER_UNKNOWN, words(reply.text()));
        }
        String text = reply.text();
        // Podman says some ids as plain text.
        boolean plain = reply.headers().getOrDefault("content-type", "").startsWith("text/plain");
        try {
            return plain || text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IOException("the engine's answer is not JSON", e);
        }
    }

    private static TransshipException refused(HttpRequest request, HttpReply reply)
            throws IOException {
        FailureCode code =
                reply.status() == 409 ? FailureCode.CONTAINER_CONFLICT : FailureCode.ENGINE_FAILED;
        return new TransshipException(
                code, request + " was answered " + reply.status() + ": " + words(reply.text()));
    }

    private static String words(String text) {
        try {
            String message = JSON.readTree(text).path("message").asString("");
            return message.isEmpty() ? text.strip() : message.strip();
        } catch (JacksonException e) {
            return text.strip();
        }
    }
}
