package io.transship.manager.sdn.floodlight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.transship.core.model.DatapathId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Floodlight's REST API as it was recorded (1.2-SNAPSHOT of May 2021 on Open vSwitch 3.1): switches
 * 1 to 5, hosts 10.0.0.1 to 5 at port 1 of them, links s1:2–s3:2, s1:3–s4:2, s1:4–s2:2, s2:3–s5:2.
 * The real one can't run here. Quirks included: errors with HTTP 200, entries that reach their
 * switch later, a second for "all", values of switches that are gone, a restart that forgets.
 */
public final class FloodlightStub implements AutoCloseable {

    /** A question as it came. */
    record Asked(String method, String path, String body, String accept, int clientPort) {}

    /** An answer that stands in for the usual one. */
    private record Instead(int status, byte[] body) {}

    private final StubNetwork network = new StubNetwork();
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, Instead> instead = new ConcurrentHashMap<>();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final com.sun.net.httpserver.HttpServer server;
    private volatile boolean down;

    /** A Floodlight that answers on loopback. */
    public FloodlightStub() {
        try {
            server =
                    com.sun.net.httpserver.HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it answers. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What is behind it. */
    public StubNetwork network() {
        return network;
    }

    /** Answers nobody any more: every connection ends. */
    public void goDown() {
        down = true;
    }

    /** Comes back, and knows nothing of before but its switches. */
    public void comeBack() {
        network.restart();
        down = false;
    }

    /** From now on questions whose path contains this get that answer. */
    public void answer(String part, int status, String body) {
        instead.put(part, new Instead(status, body.getBytes(UTF_8)));
    }

    /** The usual answers again. */
    public void answerAsEver() {
        instead.clear();
        before.clear();
    }

    /** Runs something before questions whose path contains this. */
    public void before(String part, Runnable action) {
        before.put(part, action);
    }

    /** Never answers such questions, as long as the stub lives. */
    void hang(String part) {
        before(part, () -> pause(TimeUnit.MINUTES.toMillis(5)));
    }

    /** All questions so far. */
    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void handle(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            String body = new String(in.readAllBytes(), UTF_8);
            if (down) {
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String accept =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
            synchronized (this) {
                asked.add(
                        new Asked(
                                exchange.getRequestMethod(),
                                path,
                                body,
                                accept,
                                exchange.getRemoteAddress().getPort()));
            }
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            before.forEach(
                    (part, action) -> {
                        if (path.contains(part)) {
                            action.run();
                        }
                    });
            Instead answer = answer(exchange.getRequestMethod(), path, body, accept);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(
                    answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Instead answer(String method, String path, String body, String accept) {
        for (Map.Entry<String, Instead> each : instead.entrySet()) {
            if (path.contains(each.getKey())) {
                return each.getValue();
            }
        }
        if (accept.contains("xml") || accept.contains("html")) {
            return new Instead(200, "<map></map>".getBytes(UTF_8));
        }
        if (path.startsWith("/wm/core/switch/all/")) {
            pause(1005);
        }
        if (path.equals(StubNetwork.RECOMPUTE) && !body.isEmpty()) {
            return page(415);
        }
        return network.answer(method, path, body)
                .map(text -> new Instead(200, text.getBytes(UTF_8)))
                .orElseGet(() -> page(404));
    }

    private static Instead page(int status) {
        byte[] page = StubNetwork.sample("error-404").toString().getBytes(UTF_8);
        return new Instead(status, page);
    }

    private void pause(long millis) {
        try {
            var _ = closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A switch by its number. */
    public static DatapathId dpid(int number) {
        return new DatapathId(number);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
