package io.transship.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.container.Mount;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.manager.event.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {

    private static final String JSON = "application/json";

    @TempDir Path folder;
    private final FakeManager manager = new FakeManager();
    private final EventHub events = new EventHub(100, 1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ApiServer server;
    private String token;

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("run/api.token");
        ApiToken secret = ApiToken.loadOrCreate(file, new SecureRandom());
        token = Files.readString(file);
        server = new ApiServer(manager.doors(), events, secret);
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void answersInJsonAndLeavesOutWhatIsAbsent() throws Exception {
        HttpResponse<String> answer = get("/hosts");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(JSON_TYPE);
        assertThat(answer.body())
                .isEqualTo(
                        "[{\"name\":\"h2\",\"address\":\"10.0.0.2\",\"daemon\":\"a:1\","
                                + "\"reserved\":false,\"maintenance\":false,"
                                + "\"reachable\":true,\"containers\":[],"
                                + "\"engine\":\"26.1\"}]");
    }

    private static final java.util.function.Consumer<String> JSON_TYPE =
            type -> assertThat(type).startsWith(JSON);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status",
                "/hosts",
                "/containers",
                "/topology",
                "/decisions",
                "/migrations",
                "/migrations/m1",
                "/decisions?limit=1"
            })
    void everyListAnswers(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer 0123", "Basic abc", "bearer"})
    void withoutTheTokenNothingIsAnswered(String authorization) throws Exception {
        for (String path : List.of("/status", "/events", "/none")) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri(path))
                                    .header("Authorization", authorization)
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("\"code\":\"TOKEN_INVALID\"").doesNotContain(token);
        }
        assertThat(
                        client.send(
                                        HttpRequest.newBuilder(uri("/status")).build(),
                                        BodyHandlers.ofString())
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void runsAContainerAndMovesIt() throws Exception {
        HttpResponse<String> run =
                post(
                        "/containers",
                        """
                        {"container":"c1","host":"h2","command":["a","b"],"environment":{"X":"1"}}
                        """);
        HttpResponse<String> move = post("/migrations", "{\"container\":\"c1\",\"target\":\"h3\"}");

        assertThat(run.statusCode()).isEqualTo(201);
        assertThat(run.body()).contains("\"host\":\"h2\"");
        assertThat(manager.runs.getFirst().command()).containsExactly("a", "b");
        assertThat(manager.runs.getFirst().environment()).containsEntry("X", "1");
        assertThat(move.statusCode()).isEqualTo(202);
        assertThat(move.body()).isEqualTo("{\"id\":\"m1\"}");
        assertThat(move.headers().firstValue("Location")).contains("/api/v1/migrations/m1");
        assertThat(manager.moves).containsExactly("c1 -> h3");
    }

    @Test
    void runsAContainerWithOptions() throws Exception {
        HttpResponse<String> run =
                post(
                        "/containers",
                        """
                        {"container":"c1","labels":{"team":"blue"},"memory":"64MiB",
                         "restartPolicy":"always","options":{"cpus":"0.5","user":"1000",
                         "mounts":["data:/d","/srv/x:/x:movable"],"ports":["80:80"],
                         "health":{"test":["CMD-SHELL","true"],"interval":"5s"}}}
                        """);

        assertThat(run.statusCode()).isEqualTo(201);
        RunOrder order = manager.runs.getFirst();
        assertThat(order.labels()).containsEntry("team", "blue");
        assertThat(order.memory()).contains(ByteCount.ofMiB(64));
        assertThat(order.restartPolicy()).contains("always");
        assertThat(order.options().limits().nanoCpus()).isEqualTo(500_000_000);
        assertThat(order.options().program().user()).isEqualTo("1000");
        assertThat(order.options().mounts())
                .containsExactly(Mount.parse("data:/d"), Mount.parse("/srv/x:/x:movable"));
        assertThat(order.options().health())
                .hasValueSatisfying(
                        each -> assertThat(each.interval()).isEqualTo(Duration.ofSeconds(5)));
    }

    @Test
    void movesAContainerInTheModeThatIsNamed() throws Exception {
        post("/containers", "{\"container\":\"c1\",\"host\":\"h2\"}");

        post("/migrations", "{\"container\":\"c1\",\"target\":\"h3\",\"mode\":\"post-copy\"}");

        assertThat(manager.moves).containsExactly("c1 -> h3 post-copy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /migrations | {"container":"a","target":"b","mode":"x"}   | there is no mode 'x'
                    /containers |                                             | no body
                    /containers | null                                        | is null
                    /containers | [1                                          | not the JSON
                    /containers | {"container":"a","container":"b"}           | not the JSON
                    /containers | {"container":"a"} x                         | not the JSON
                    /containers | {"conainer":"a"}                            | unknown key 'conainer'
                    /containers | {}                                          | 'container' is missing
                    /containers | {"container":"../x"}                        | container name
                    /containers | {"container":"a","ip":"localhost"}          | not an IP address
                    /containers | {"container":"a","host":"h 2"}              | host name
                    /containers | {"container":"a","image":"\\u0000"}         | zero byte
                    /containers | {"container":"a","command":[null]}          | a text is null
                    /containers | {"container":"a","environment":{"a=b":"x"}} | name of a variable
                    /containers | {"container":"a","restartPolicy":"often"}   | none of the restart
                    /containers | {"container":"a","options":{"x":1}}         | unknown key 'x'
                    /containers | {"container":"a","options":{"mounts":["/run:/d"]}} | can't be mounted
                    /containers | {"container":"a","options":{"groups":[null]}} | holds null
                    /migrations | {"container":"c"}                           | 'target' is missing
                    """)
    void refusesARequestThatMakesNoSense(String path, String body, String words) throws Exception {
        HttpResponse<String> answer = post(path, body == null ? "" : body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"USAGE\"", words, "\"mend\":");
        assertThat(manager.runs).isEmpty();
    }

    @Test
    void aMoveCanBePlanned() throws Exception {
        HttpResponse<String> answer =
                post("/plans", "{\"container\":\"c1\",\"target\":\"h3\",\"mode\":\"copy\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith(
                        "{\"container\":\"c1\",\"source\":\"h2\",\"target\":\"h3\",\"asked\":\"copy\"")
                .contains("\"warnings\":[\"beware\"]", "\"path\":{\"basis\":\"no path");
    }

    @ParameterizedTest
    @CsvSource({"m1, 409, ABORT_REFUSED", "m2, 404, MIGRATION_UNKNOWN"})
    void aMoveThatCantBeGivenUpSaysWhy(String id, int status, String code) throws Exception {
        HttpResponse<String> answer = post("/migrations/" + id + "/abort", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void aMoveCanBeGivenUp() throws Exception {
        HttpResponse<String> answer = post("/migrations/m0/abort", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"id\":\"m0\"}");
        assertThat(manager.aborts).containsExactly("m0");
    }

    @ParameterizedTest
    @CsvSource({
        "/decisions/7,404,DECISION_UNKNOWN",
        "/migrations/m2,404,MIGRATION_UNKNOWN",
        "/nothing,404,USAGE",
        "/migrations?limit=0,400,USAGE",
        "/migrations?limit=x,400,USAGE",
        "/events?since=-1,400,USAGE"
    })
    void aFailureHasItsCodeAndStatus(String path, int status, String code) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(JSON_TYPE);
    }

    @Test
    void aFailureOfThePartsBehindKeepsItsCode() throws Exception {
        HttpResponse<String> answer =
                post("/migrations", "{\"container\":\"c9\",\"target\":\"h3\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("\"code\":\"CONTAINER_UNKNOWN\"", "there is no container c9.");
    }

    @Test
    void aDefectIsNotToldToTheCaller() throws Exception {
        String broken = "{\"container\":\"broken\",\"target\":\"h3\"}";
        for (var answer : List.of(get("/policies"), post("/migrations", broken))) {
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("INTERNAL").doesNotContain("secret words");
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        HttpResponse<String> answer = post("/containers", " ".repeat(70_000));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("larger than 64 KiB");
    }

    @Test
    void whatAMoveWouldMeetWithIsTold() throws Exception {
        HttpResponse<String> answer = post("/checks", "{\"container\":\"c\",\"target\":\"h3\"}");
        assertThat(answer.body())
                .startsWith("{\"fit\":false,\"container\":\"c\",\"source\":\"h2\"")
                .contains("\"code\":\"MEMORY_SHORT\"", "\"mend\":\"Free some.\"");
    }

    @Test
    void aHostIsLookedAt() throws Exception {
        assertThat(get("/hosts/h2/doctor").body())
                .startsWith("{\"fit\":true,\"target\":\"h2\"")
                .contains("\"subject\":\"CRIU\",\"verdict\":\"ok\",\"detail\":\"4.2.1\"");
        assertThat(get("/hosts/h9/doctor").statusCode()).isEqualTo(404);
    }

    @Test
    void eventsAreReplayedFromWhereOneAsksAndThenFollow() throws Exception {
        publish("one", Map.of("n", 1));
        publish("two", Map.of("n", 2));
        try (BufferedReader lines = listen("/events?since=1")) {
            assertThat(frame(lines)).containsExactly(": transship");
            assertThat(frame(lines))
                    .containsExactly(
                            "id: 2",
                            "event: two",
                            "data: {\"id\":2,\"at\":\"1970-01-01T00:00:00Z\",\"type\":\"two\","
                                    + "\"data\":{\"n\":2}}");
            publish("three", Map.of());
            assertThat(frame(lines)).contains("id: 3", "event: three");
        }
    }

    @Test
    void withoutAPlaceToBeginOnlyWhatComesIsTold() throws Exception {
        publish("one", Map.of());
        try (BufferedReader lines = listen("/events")) {
            assertThat(frame(lines)).containsExactly(": transship");
            publish("two", Map.of());
            assertThat(frame(lines)).contains("event: two");
        }
    }

    @Test
    void closingTheServerEndsTheStreams() throws Exception {
        try (BufferedReader lines = listen("/events")) {
            frame(lines);
            server.close();

            assertThat(restOf(lines)).noneMatch(line -> line.startsWith("data"));
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        try (ApiServer second =
                new ApiServer(
                        manager.doors(),
                        new EventHub(1, 1),
                        ApiToken.loadOrCreate(folder.resolve("second"), new SecureRandom()))) {
            assertThatThrownBy(() -> second.start("127.0.0.1", server.port()))
                    .isInstanceOf(TransshipException.class)
                    .extracting(failure -> ((TransshipException) failure).code())
                    .isEqualTo(FailureCode.PORT_IN_USE);
        }
    }

    private void publish(String type, Map<String, Object> data) {
        events.emit(new Event(Instant.EPOCH, type, data));
    }

    private BufferedReader listen(String path) throws Exception {
        HttpResponse<InputStream> answer =
                client.send(request(path).build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** What comes until the stream ends, in order or by a broken connection. */
    private static List<String> restOf(BufferedReader lines) {
        List<String> rest = new java.util.ArrayList<>();
        try {
            lines.lines().forEach(rest::add);
        } catch (java.io.UncheckedIOException ignored) {
            // An end, too.
        }
        return rest;
    }

    /** The lines up to the next empty one. */
    private static List<String> frame(BufferedReader lines) throws IOException {
        List<String> frame = new java.util.ArrayList<>();
        for (String line = lines.readLine();
                line != null && !line.isEmpty();
                line = lines.readLine()) {
            frame.add(line);
        }
        return frame;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path);
    }
}
