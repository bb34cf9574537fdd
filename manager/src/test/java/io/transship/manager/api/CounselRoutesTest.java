package io.transship.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions taken again, and hosts emptied, over HTTP. */
class CounselRoutesTest {

    @TempDir private Path folder;
    private final FakeManager manager = new FakeManager();
    private final HttpClient client = HttpClient.newHttpClient();
    private ApiServer server;
    private String token;

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("api.token");
        ApiToken secret = ApiToken.loadOrCreate(file, new SecureRandom());
        token = Files.readString(file);
        server = new ApiServer(manager.doors(), new EventHub(10, 1), secret);
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + token.strip())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void aDecisionIsTakenAgain() throws Exception {
        assertThat(send("POST", "/decisions/d1/replay", "").body())
                .contains("\"id\":\"d1\"", "\"policy\":\"its own\"");
        assertThat(send("POST", "/decisions/d1/replay", "{\"policy\":\"random\"}").body())
                .contains("\"policy\":\"random\"");
        assertThat(send("POST", "/decisions/d1/replay", "{\"polcy\":\"x\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPolicyIsTried() throws Exception {
        assertThat(send("POST", "/policies/random/try", "{\"container\":\"web\"}").body())
                .contains("\"policy\":\"random\"", "\"container\":\"web\"");
    }

    @Test
    void aProposalIsApprovedOnce() throws Exception {
        HttpResponse<String> approved = send("POST", "/decisions/d1/approve", "");

        assertThat(approved.statusCode()).isEqualTo(202);
        assertThat(approved.headers().firstValue("Location")).contains("/api/v1/migrations/m1");
        HttpResponse<String> stale = send("POST", "/decisions/d2/approve", "");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("DECISION_STALE");
    }

    @Test
    void aProposalIsRejectedWithAReason() throws Exception {
        assertThat(send("POST", "/decisions/d1/reject", "{\"reason\":\"not now\"}").statusCode())
                .isEqualTo(200);
        assertThat(manager.rejects).containsExactly("d1 not now");
    }

    @Test
    void aHostIsDrained() throws Exception {
        HttpResponse<String> begun = send("POST", "/hosts/h2/drain", "");

        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(begun.body())
                .isEqualTo(
                        "{\"host\":\"h2\",\"maintenance\":true,\"state\":\"stuck\",\"containers\":"
                                + "[{\"container\":\"web\",\"state\":\"stuck\","
                                + "\"reason\":\"pinned: web is pinned\"}]}");
        assertThat(send("DELETE", "/hosts/h2/drain", "").body()).contains("\"maintenance\":false");
        assertThat(send("GET", "/hosts/h2/drain", "").statusCode()).isEqualTo(200);
    }
}
