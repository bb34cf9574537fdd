package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One question to Floodlight's REST API, one answer in JSON, in bounded time and of bounded size;
 * an error that comes dressed as a success is an error. Thread-safe.
 *
 * <p>Always HTTP/1.1 and {@code Accept: application/json}: to an offer of HTTP/2 Floodlight answers
 * by closing the connection each time, and to other types with XML.
 */
final class FloodlightClient implements AutoCloseable {

    private static final int LARGEST_ANSWER = 8 << 20;

    private final URI base;
    private final Duration deadline;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();

    /** A client that asks there and waits so long. */
    FloodlightClient(URI base, Duration deadline) {
        this.base = base;
        this.deadline = deadline;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(deadline)
                        .executor(threads)
                        .build();
    }

    /** The answer to a question. */
    JsonNode get(String path) {
        return ask("GET", path, BodyPublishers.noBody());
    }

    /** The answer to an order with a document. */
    JsonNode post(String path, JsonNode document) {
        return ask("POST", path, BodyPublishers.ofString(document.toString()));
    }

    /** The answer to an order without one: with anything in it, Floodlight refuses it (415). */
    JsonNode post(String path) {
        return ask("POST", path, BodyPublishers.noBody());
    }

    /** The answer to an order to delete what the document names; without one it does nothing. */
    JsonNode delete(String path, JsonNode document) {
        return ask("DELETE", path, BodyPublishers.ofString(document.toString()));
    }

    private JsonNode ask(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .method(method, body)
                        .header("Accept", "application/json")
                        .timeout(deadline);
        if (body.contentLength() != 0) {
            request.header("Content-Type", "application/json");
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return checked(path, answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw unavailable("did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unavailable("does not answer (" + reason(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(ExecutionException failure) {
        String words = failure.getCause() instanceof IOException cause ? cause.getMessage() : null;
        return ErrorWords.bounded(words == null ? String.valueOf(failure.getCause()) : words);
    }

    private TransshipException unavailable(String what, Exception cause) {
        return new TransshipException(
                FailureCode.NETWORK_UNAVAILABLE,
                "Floodlight at " + base + " " + what + ".",
                "Check that Floodlight runs and that controller.url is where its REST API answers.",
                cause);
    }

    private JsonNode checked(String path, HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw refused(
                    path,
                    "HTTP "
                            + response.statusCode()
                            + parsed(response.body())
                                    .flatMap(ErrorWords::ofPage)
                                    .map(words -> ", " + words)
                                    .orElse(""));
        }
        JsonNode answer =
                parsed(response.body())
                        .orElseThrow(() -> Answer.invalid(path, "something that is not JSON"));
        Optional<String> error = ErrorWords.in(answer);
        if (error.isPresent()) {
            throw refused(path, error.get());
        }
        return answer;
    }

    private Optional<JsonNode> parsed(byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            return Optional.of(answer).filter(node -> !node.isMissingNode());
        } catch (JacksonException ignored) {
            return Optional.empty();
        }
    }

    private static TransshipException refused(String path, String words) {
        return new TransshipException(
                FailureCode.CONTROLLER_REFUSED, "Floodlight refuses " + path + ": " + words + ".");
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
