package io.transship.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.transship.cli.Main;
import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Isolation;
import io.transship.core.container.Mount;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Ulimit;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ByteCount;
import io.transship.manager.Manager;
import io.transship.manager.config.ConfigLoader;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.daemons.ContainerOrder;
import io.transship.manager.daemons.DeployedContainer;
import io.transship.manager.service.DaemonSide;
import io.transship.settings.ConfigReader;
import io.transship.settings.Overrides;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private record Answer(int exit, String out, String err) {}

    static final String CONFIG =
            """
            controller: {listen: "127.0.0.1:0"}
            api: {listen: "127.0.0.1:0", tokenFile: api.token}
            store: {url: "jdbc:sqlite:%s"}
            tls: {authority: ca.pem, certificate: certificate.pem, key: key.pem}
            policy: shortest-path
            seed: 42
            image: demo
            serverdeployRatio: 0.25
            limits: {coolDown: 0s}
            hosts:
              - {name: h1, address: 10.0.0.1, daemon: "127.0.0.1:8001", reserved: true}
              - {name: h2, address: 10.0.0.2, daemon: "127.0.0.1:8002"}
              - {name: h3, address: 10.0.0.3, daemon: "127.0.0.1:8003"}
              - {name: h4, address: 10.0.0.4, daemon: "127.0.0.1:8004"}
            """;

    @TempDir Path folder;
    private Path file;
    private Manager manager;
    private PlayedDaemons daemons;

    @BeforeEach
    void start() throws Exception {
        file =
                Files.writeString(
                        folder.resolve("manager.yaml"),
                        CONFIG.formatted(folder.resolve("manager.db")));
        manager = new Manager(ConfigLoader.load(file), 42, this::play, Clock.systemUTC());
        manager.start();
        manager.watch(file, Overrides.NONE);
        await().until(() -> run("containers").out().contains("server"));
    }

    private PlayedDaemons play(DaemonSide.Surroundings surroundings) {
        daemons = new PlayedDaemons(surroundings);
        return daemons;
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void dockersOptionsReachTheHost() {
        String line =
                "run db --image db -v data:/d:ro --tmpfs /t -e A=b --user 7 --cap-add net_admin"
                        + " --read-only --cpus 0.5 -p 80:8080 --health-cmd true --health-interval 3s"
                        + " --entrypoint /x --ulimit nofile=9 --log-opt tag=t";
        assertThat(run(line.split(" ", -1)).out()).contains("db", "running");
        ContainerOptions options = order("db").options();
        assertThat(options.mounts())
                .containsExactly(Mount.parse("data:/d:ro"), Mount.parse("type=tmpfs,target=/t"));
        assertThat(options.program().user()).isEqualTo("7");
        assertThat(options.program().entryPoint()).containsExactly("/x");
        assertThat(options.isolation())
                .isEqualTo(new Isolation(List.of("NET_ADMIN"), List.of(), true));
        assertThat(options.limits().nanoCpus()).isEqualTo(500_000_000);
        assertThat(options.limits().ulimits()).containsExactly(new Ulimit("nofile", 9, 9));
        assertThat(options.ports()).containsExactly(PortBinding.parse("80:8080/tcp"));
        assertThat(options.health().orElseThrow().test()).containsExactly("CMD-SHELL", "true");
        assertThat(options.health().orElseThrow().interval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.log().options()).containsEntry("tag", "t");
    }

    @Test
    void labelsMemoryAndRestartPolicyReachTheHost() {
        run("run", "db", "--label", "l=m", "--memory", "8MiB", "--restart", "always", "-e", "A=b");
        ContainerOrder order = order("db");
        assertThat(order.labels()).containsEntry("l", "m");
        assertThat(order.memory()).isEqualTo(ByteCount.ofMiB(8));
        assertThat(order.restartPolicy()).isEqualTo("always");
        assertThat(order.environment()).containsEntry("A", "b");
    }

    private ContainerOrder order(String name) {
        return daemons.containers().stream()
                .map(DeployedContainer::order)
                .filter(each -> each.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMountThatMustNotBeIsRefused() {
        assertThat(run("run", "bad", "-v", "/run/docker.sock:/s").err())
                .contains("can't be mounted");
    }

    @Test
    void statusIsForPeopleOrForPrograms() {
        assertThat(run("status").out())
                .contains("policy      shortest-path", "hosts       4, 4 reachable")
                .contains("mode        automatic", "containers  1", "migrations  0 under way");
        assertThat(run("status", "--json").out())
                .contains("\"policy\" : \"shortest-path\"", "\"seed\" : 42");
    }

    @Test
    void theRatioOfTheFreeHostsRunsAServerFromTheStart() {
        assertThat(lines(run("containers")))
                .containsExactly(
                        "CONTAINER  HOST  STATE    IP          MAC                IMAGE",
                        "server     h2    running  10.0.0.100  02:00:0a:00:00:64  demo");
        assertThat(lines(run("hosts")))
                .containsExactly(
                        "HOST  ADDRESS   DAEMON          STATE     ATTACHED AT  CONTAINERS",
                        "h1    10.0.0.1  127.0.0.1:8001  reserved  -            -",
                        "h2    10.0.0.2  127.0.0.1:8002  busy      -            server",
                        "h3    10.0.0.3  127.0.0.1:8003  free      -            -",
                        "h4    10.0.0.4  127.0.0.1:8004  free      -            -");
    }

    @Test
    void aContainerIsStartedOnTheFirstFreeHostWithAnAddressOfItsOwn() {
        Answer started =
                run("run", "web", "--image", "nginx", "--env", "A=b", "--", "nginx", "-g", "x");

        assertThat(started.exit()).isZero();
        assertThat(started.out()).contains("web", "h3", "10.0.0.101", "nginx");
        assertThat(run("run", "web").err())
                .startsWith("CONTAINER_CONFLICT: there is a container web already.");
        assertThat(run("run", "b", "--ip", "10.0.0.101").err())
                .startsWith("CONTAINER_CONFLICT: address 10.0.0.101 is taken.");
        assertThat(run("run", "c", "--host", "h9").err())
                .startsWith("HOST_UNKNOWN: there is no host 'h9'; did you mean");
    }

    @Test
    void aMigrationIsFollowedToItsEnd() {
        Answer moved = run("migrate", "server", "--to", "h3");

        assertThat(moved.err()).isEmpty();
        assertThat(moved.exit()).isZero();
        assertThat(moved.out())
                .contains("preparing", "transferring", "server, h2 -> h3, committed")
                .contains("serves on h3", "downtime", "250 ms", "bytes moved", "3.0 MiB")
                .contains("frames held");
        assertThat(run("containers").out()).contains("server     h3");
        assertThat(run("migrations").out()).contains("h2 -> h3", "committed");
        assertThat(run("migration", "m1").out()).contains("Migration m1: server");
    }

    @Test
    void aPlanShowsEveryModeAndTouchesNothing() {
        Answer plan = run("plan", "server", "--to", "h3", "--mode", "auto");

        assertThat(plan.err()).isEmpty();
        assertThat(plan.out())
                .contains("server: h2 -> h3, asked for auto: would be made as copy")
                .contains("memory 64.0 MiB, layer 0 B, volumes 0 B, image 8.0 MiB")
                .contains("nothing can be predicted: the rate of the path is not known")
                .contains("post-copy", "not offered", "h2 and h3 do not offer it")
                .contains("Warning: what the path has left is not known");
        assertThat(run("migrations").out()).contains("No migrations yet.");
        assertThat(run("plan", "server", "--to", "h3", "--json").out())
                .contains("\"mode\" : \"copy\"");
    }

    @Test
    void whatWasPredictedStandsBesideWhatWasMeasured() {
        assertThat(run("migrate", "server", "--to", "h3", "--mode", "auto").exit()).isZero();
        assertThat(run("migration", "m1").out())
                .contains("server, h2 -> h3, committed", "mode copy, picked by auto: nothing")
                .doesNotContain("PREDICTED");

        // Now there is a transfer to learn from.
        assertThat(run("migrate", "server", "--to", "h2", "--mode", "auto").exit()).isZero();

        assertThat(run("migrations").out()).contains("page-server  committed", "copy         comm");
        assertThat(run("migration", "m2").out())
                .contains("picked by auto: has the least downtime")
                .containsPattern("PREDICTED +MEASURED")
                .containsPattern("downtime +\\S+ s +250 ms")
                .containsPattern("bytes +72.0 MiB +3.0 MiB");
        assertThat(run("migrate", "server", "--to", "h3", "--mode", "post-copy").err())
                .startsWith("UNSUPPORTED: mode post-copy can't be taken from h2 to h3");
    }

    @Test
    void aMigrationThatIsRolledBackSaysSoAndFails() {
        Answer failed = run("migrate", "server", "--to", PlayedDaemons.BROKEN);

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out())
                .contains("rolled-back", "serves on h2", "RESTORE_FAILED: h4 could not restore.");
    }

    @Test
    void historyOutlivesTheManager() {
        assertThat(run("migrate", "server", "--to", "h3").exit()).isZero();
        manager.close();
        manager = new Manager(ConfigLoader.load(file), 42, PlayedDaemons::new, Clock.systemUTC());
        manager.start();

        assertThat(run("migration", "m1").out())
                .contains("server, h2 -> h3, committed", "serves on h3", "frames held");
        assertThat(run("events", "--since", "0", "--count", "5").out())
                .contains("migration-succeeded");
    }

    @Test
    void aSecondManagerKeepsOffTheJournalOfTheFirst() {
        assertThatThrownBy(
                        () ->
                                new Manager(
                                        ConfigLoader.load(file),
                                        42,
                                        PlayedDaemons::new,
                                        Clock.systemUTC()))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.ALREADY_RUNNING));
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            for (String key : List.of("controller: {", "api: {tokenFile: api.token, ")) {
                String text = CONFIG.formatted(folder.resolve("other/other.db"));
                String line = key + "listen: \"127.0.0.1:" + taken.getLocalPort() + "\"}";
                String word = key.substring(0, key.indexOf(':'));
                String other = text.replaceFirst("(?m)^" + word + ":.*$", line);
                ManagerConfig config =
                        ConfigReader.parse(other, "test.yaml", folder, ManagerConfig.class);
                try (Manager second =
                        new Manager(config, 42, PlayedDaemons::new, Clock.systemUTC())) {
                    assertThatThrownBy(second::start)
                            .isInstanceOf(TransshipException.class)
                            .extracting(failure -> ((TransshipException) failure).code())
                            .isEqualTo(FailureCode.PORT_IN_USE);
                }
            }
        }
    }

    @Test
    void eventsCanBeReadFromTheBeginning() {
        assertThat(run("events", "--since", "0", "--count", "2").out())
                .contains("detection-started", "container-started");
        assertThat(run("events", "--since", "0", "--count", "1", "--json").out())
                .startsWith("{\"id\":");
    }

    @Test
    void withoutDecisionsThatIsSaid() {
        assertThat(run("decisions").out()).isEqualTo("No decisions yet.\n");
        assertThat(run("explain").err()).startsWith("DECISION_UNKNOWN: no decision");
    }

    @Test
    void aChangedPolicyIsUsedAndABrokenFileChangesNothing() throws Exception {
        String text = Files.readString(file);
        Files.writeString(file, text.replace("policy: shortest-path", "policy: bandwidth"));
        await().untilAsserted(this::bandwidthIsUsed);
        Files.writeString(file, text.replace("policy: shortest-path", "policy: fastest-path!"));
        await().untilAsserted(
                        () ->
                                assertThat(run("events", "--since", "0", "--count", "5").out())
                                        .contains("config-invalid"));

        bandwidthIsUsed();
    }

    private void bandwidthIsUsed() {
        assertThat(run("policies").out()).containsPattern("bandwidth +yes");
    }

    @Test
    void aConfigurationFileCanBeChecked() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "polcy: x\n");

        assertThat(run("config", "check", file.toString()).out()).contains("is valid.");
        Answer refused = run("config", "check", broken.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("CONFIG_INVALID:")
                .contains("broken.yaml:1:1: unknown key 'polcy'; did you mean 'policy'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    migrate server --to h9   | HOST_UNKNOWN: there is no host 'h9'
                    migrate server --to h1   | CONTAINER_CONFLICT: host h1 is reserved.
                    migrate server --to h2   | CONTAINER_CONFLICT: the container runs on h2 already.
                    migrate sever --to h3    | there is no container 'sever'; did you mean 'server'?
                    migrate server           | USAGE: Missing required option: '--to=HOST'.
                    migration m9             | MIGRATION_UNKNOWN
                    abort m9                 | MIGRATION_UNKNOWN
                    explain d9               | DECISION_UNKNOWN
                    decisions --limit 0      | USAGE: 'limit' is a number between 1 and 1000.
                    run ../../x              | USAGE: container name '../../x'
                    status --loud            | USAGE: Unknown option: '--loud'.
                    check server --to h9     | HOST_UNKNOWN: there is no host 'h9'
                    doctor h9                | HOST_UNKNOWN
                    stats                    | USAGE: there is no verb 'stats'; did you mean 'status'?
                    """)
    void badInputIsOneLineAndExitCodeTwo(String line, String words) {
        Answer answer = run(line.split(" "));

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains(words);
        assertThat(answer.err().lines()).hasSize(1);
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void aWrongTokenAndAnAbsentManagerAreSaid() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "x".repeat(64));
        String here = "http://127.0.0.1:" + manager.apiPort();

        Answer refused = raw("status", "--manager", here, "--token-file", wrong.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).startsWith("TOKEN_INVALID");
        assertThat(raw("status", "--manager", here, "--token-file", "/none").err())
                .startsWith("TOKEN_INVALID: there is no token file /none.");
        Answer nobody =
                raw("status", "--manager", "http://127.0.0.1:1", "--token-file", wrong.toString());
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.err())
                .startsWith("PEER_UNREACHABLE: the manager at 127.0.0.1:1 does not answer.");
        assertThat(raw("status", "--manager", "ftp://x", "--token-file", wrong.toString()).exit())
                .isEqualTo(2);
    }

    private static List<String> lines(Answer answer) {
        return answer.out().lines().toList();
    }

    private Answer run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        int place = args[0].equals("config") ? 2 : 1;
        all.addAll(
                Math.min(place, all.size()),
                List.of(
                        "--manager",
                        "http://127.0.0.1:" + manager.apiPort(),
                        "--token-file",
                        folder.resolve("api.token").toString()));
        return raw(all.toArray(String[]::new));
    }

    private static Answer raw(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Answer(exit, out.toString(), err.toString());
    }
}
