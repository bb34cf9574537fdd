package io.transship.cli.client;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the manager's REST API (docs/api.md). A failure that the manager reports is thrown with
 * its own code, message and mend. Thread-safe.
 */
public final class ManagerClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
    private final JsonMapper json = new JsonMapper();
    private final URI root;
    private final String token;

    /**
     * A client of one manager; nothing is sent yet.
     *
     * @param manager such as http://127.0.0.1:8080
     */
    public ManagerClient(URI manager, String token) {
        if (manager.getHost() == null || !"http".equals(manager.getScheme())) {
            throw new TransshipException(
                    FailureCode.USAGE,
                    "'" + manager + "' is not a manager's address.",
                    "Write it as http://127.0.0.1:8080.",
                    null);
        }
        this.root = URI.create("http://" + manager.getAuthority() + "/api/v1/");
        this.token = token;
    }

    /** A client whose token is in a file, as the manager makes it. */
    public static ManagerClient withTokenFile(URI manager, Path tokenFile) {
        try {
            return new ManagerClient(manager, Files.readString(tokenFile).strip());
        } catch (NoSuchFileException e) {
            throw new TransshipException(
                    FailureCode.TOKEN_INVALID, "there is no token file " + tokenFile + ".", e);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.TOKEN_INVALID,
                    "the token file " + tokenFile + " can't be read.",
                    e);
        }
    }

    /**
     * GET.
     *
     * @param path after /api/v1/, such as "status" or "decisions?limit=5"
     */
    public JsonNode get(String path) {
        return answer(send(request(path).timeout(ANSWER_TIMEOUT).build()));
    }

    /**
     * POST.
     *
     * @param path after /api/v1/
     */
    public JsonNode post(String path, Map<String, ?> body) {
        HttpRequest request =
                request(path)
                        .timeout(ANSWER_TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build();
        return answer(send(request));
    }

    /**
     * DELETE.
     *
     * @param path after /api/v1/
     */
    public JsonNode delete(String path) {
        return answer(send(request(path).timeout(ANSWER_TIMEOUT).DELETE().build()));
    }

    /**
     * Events as they happen; the connection stands when this returns.
     *
     * @param since those after this id first, if the manager still has them; empty: only new ones
     */
    public EventFeed events(OptionalLong since) {
        return new EventFeed(this, since);
    }

    /** Opens the stream of events once. */
    InputStream openEvents(OptionalLong since) {
        String query = since.isPresent() ? "?since=" + since.getAsLong() : "";
        HttpResponse<InputStream> response = send(request("events" + query).build());
        if (response.statusCode() != 200) {
            answer(response);
        }
        return response.body();
    }

    JsonNode parse(String text) {
        return json.readTree(text);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, text/event-stream");
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(FailureCode.DEADLINE_EXCEEDED, "interrupted.", e);
        }
    }

    private JsonNode answer(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            JsonNode body = json.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            if (response.statusCode() >= 400) {
                throw failure(response.statusCode(), body);
            }
            return body;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (JacksonException e) {
            throw new TransshipException(
                    FailureCode.PROTOCOL_VIOLATION,
                    root.getAuthority() + " answered something that is not JSON.",
                    "Check that --manager names a Transship manager.",
                    e);
        }
    }

    private TransshipException failure(int status, JsonNode body) {
        String name = body.path("code").asString("");
        FailureCode code =
                Arrays.stream(FailureCode.values())
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElse(FailureCode.INTERNAL);
        return new TransshipException(
                code,
                body.path("message").asString("the manager answered with status " + status + "."),
                body.path("mend").asString(code.mend()),
                null);
    }

    TransshipException unreachable(IOException cause) {
        return new TransshipException(
                FailureCode.PEER_UNREACHABLE,
                "the manager at " + root.getAuthority() + " does not answer.",
                "Check that it runs and that --manager or TRANSSHIP_MANAGER names it.",
                cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
