package io.transship.daemon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.HealthCheck;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.container.Ulimit;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.daemon.harness.Shell;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.testing.SampleSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A container with a volume and a movable folder moves while it writes into all of its files
 * without a pause.
 */
@Tag("real")
class VolumesTest extends EngineMachines {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private int moves;
    private Path specFile;

    @Override
    String engine() {
        return "docker";
    }

    @BeforeEach
    void runTheContainer() throws IOException {
        specFile = network.exchange().resolve("spec");
        h2.must("exec mkdir -p /srv/bind");
        run(options("/srv/bind:/bind:movable"));
    }

    private void run(ContainerOptions options) throws IOException {
        Files.writeString(specFile, SpecLabel.write(spec(options)));
        h2.must("run-spec " + specFile);
        await().atMost(PATIENCE).until(() -> written(h2) > 30);
    }

    @AfterEach
    void removeTheContainer() {
        for (Shell machine : List.of(h2, h3)) {
            machine.ask("abort m" + moves + " c1");
            machine.must("remove c1");
            machine.must("exec docker volume rm -f data");
            machine.must("exec rm -rf /srv/bind");
        }
    }

    @Test
    void everythingMovesWithIt() {
        String config = inspect(h2, "{{json${IFS}.Config}}");
        String hostConfig = inspect(h2, "{{json${IFS}.HostConfig}}");
        String migration = prepare();
        long before = written(h2);
        await().atMost(PATIENCE).until(() -> written(h2) > before + 50);
        String[] changes = freezeAndPack(migration);
        assertThat(changes).isNotEmpty();
        h3.must("unpack c1 " + luggage());
        h3.must("restore " + migration + " c1 " + dump(migration) + " PT30S");
        long moved = numbers(h3, "/srv/bind/seq").length;
        h3.must("commit " + migration + " c1");
        h2.must("finish " + migration + " c1");

        await().atMost(PATIENCE).until(() -> written(h3) > moved + 50);
        assertThat(inspect(h3, "{{json${IFS}.Config}}")).isEqualTo(config);
        assertThat(inspect(h3, "{{json${IFS}.HostConfig}}")).isEqualTo(hostConfig);
        await().atMost(PATIENCE)
                .until(() -> inspect(h3, "{{.State.Health.Status}}").equals("healthy"));
        h3.must("cli stop -t 0 c1");
        assertWhole();
        assertThat(h2.must("exec docker volume ls -q")).doesNotContain("data");
        assertThat(h2.must("exec ls /srv/bind")).contains("seq");
    }

    private void assertWhole() {
        String volume = volume(h3);
        long[] numbers = numbers(h3, "/srv/bind/seq");
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.length).toArray());
        assertThat(numbers(h3, volume + "/seq")).isEqualTo(numbers);
        assertThat(lines(h3, "cat " + volume + "/second")).hasSize(numbers.length);
        assertThat(lines(h3, "stat -c %u:%g:%a:%s " + volume + "/sparse"))
                .containsExactly("7:8:640:4294967296");
        assertThat(lines(h3, "readlink " + volume + "/link")).containsExactly("/nowhere");
        assertThat(lines(h3, "stat -c %h " + volume + "/seq")).containsExactly("2");
        assertThat(lines(h3, "ls " + volume + "/many").size()).isBetween(20, 22);
        String[] printed = lines(h3, "docker logs c1").toArray(String[]::new);
        assertThat(printed.length).isBetween(numbers.length - 1, numbers.length + 1);
        for (int i = 0; i < printed.length; i++) {
            assertThat(printed[i]).isEqualTo("line " + (i + 1));
        }
    }

    @Test
    void rollingBackLeavesTheSourcesFilesAndNothingAtTheTarget() {
        String migration = prepare();
        freezeAndPack(migration);
        h3.must("unpack c1 " + luggage());
        assertThat(h3.must("abort " + migration + " c1")).isEqualTo("false");
        h2.must("resume " + migration + " c1");

        long before = written(h2);
        await().atMost(PATIENCE).until(() -> written(h2) > before + 50);
        assertThat(h3.must("exec docker volume ls -q")).doesNotContain("data");
        assertThat(h3.ask("exec ls /srv/bind")).doesNotContain("seq");
        h2.must("cli stop -t 0 c1");
        long[] numbers = numbers(h2, "/srv/bind/seq");
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.length).toArray());
    }

    @Test
    void whatIsInTheWayAtTheTargetIsNamedAndNotTouched() {
        h3.must("exec mkdir -p /srv/bind/precious");
        String[] handover = h2.must("prepare m" + ++moves + " c1").split(" ", -1);
        String accept = "accept-spec m%d c1 %s %s %s";
        String order = accept.formatted(moves, handover[0], handover[1], specFile);
        assertThat(h3.ask(order)).startsWith("TARGET_OCCUPIED").contains("/srv/bind");
        assertThat(h3.must("abort m" + moves + " c1")).isEqualTo("false");
        assertThat(h3.must("exec ls /srv/bind")).contains("precious");

        h3.must("exec rm -rf /srv/bind");
        h3.must("exec docker volume create data");
        h3.must("exec docker run --rm -v data:/d counter /usr/bin/perl -e mkdir+shift /d/x");
        assertThat(h3.ask(order)).startsWith("TARGET_OCCUPIED").contains("volume data");
        h2.must("resume m" + moves + " c1");
    }

    @Test
    void aFolderThatIsNotMovableKeepsItsContainer() throws IOException {
        h2.must("remove c1");
        run(options("/srv/bind:/bind"));
        assertThat(h2.ask("prepare m" + ++moves + " c1"))
                .startsWith("MOUNT_NOT_MOVABLE")
                .contains("/srv/bind");
        assertThat(h2.must("state c1")).isEqualTo("running");
    }

    private String prepare() {
        String migration = "m" + ++moves;
        String[] handover = h2.must("prepare " + migration + " c1").split(" ", -1);
        h3.must(
                "accept-spec %s c1 %s %s %s"
                        .formatted(migration, handover[0], handover[1], specFile));
        h2.must("pack c1 " + luggage());
        h3.must("unpack c1 " + luggage());
        h3.must("arm " + migration + " c1");
        return migration;
    }

    private String[] freezeAndPack(String migration) {
        h2.must("freeze " + migration + " c1");
        h2.must("frozen");
        h2.must("dump " + migration + " c1 " + dump(migration));
        return h2.must("pack-changes " + luggage()).split(",", -1);
    }

    private String luggage() {
        return network.exchange() + "/luggage";
    }

    private String dump(String migration) {
        return network.exchange() + "/" + migration;
    }

    private static ContainerSpec spec(ContainerOptions options) {
        return new ContainerSpec(
                new ContainerId("c1"),
                "counter",
                List.of("/writer.pl"),
                Map.of("PURPOSE", "test"),
                SampleSpecs.PLAIN.address(),
                Map.of("team", "blue"),
                ByteCount.ofMiB(256),
                RestartPolicy.ALWAYS,
                options);
    }

    private static ContainerOptions options(String folder) {
        return new ContainerOptions(
                new Program(List.of("/usr/bin/perl"), "/data", "0:0", List.of("7"), "box"),
                new Isolation(List.of("NET_ADMIN"), List.of("MKNOD"), false),
                new Limits(0, 77, ByteCount.ofMiB(8), List.of(new Ulimit("nofile", 64, 128))),
                List.of(
                        Mount.parse("data:/data"),
                        Mount.parse(folder),
                        Mount.parse("type=tmpfs,target=/tmp,tmpfs-size=4MiB")),
                List.of(PortBinding.parse("8080:80")),
                Optional.of(
                        new HealthCheck(
                                List.of("CMD", "/usr/bin/perl", "-e", "1"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(20),
                                Duration.ZERO,
                                3)),
                new LogHandling("json-file", Map.of("max-size", "10m")));
    }

    private static String inspect(Shell machine, String form) {
        String answer =
                machine.must("exec sh -c docker${IFS}inspect${IFS}-f${IFS}'" + form + "'${IFS}c1");
        return answer.substring(answer.indexOf(' ') + 1).replace("|", "").strip();
    }

    private static String volume(Shell machine) {
        return lines(machine, "docker volume inspect -f {{.Mountpoint}} data").getFirst();
    }

    private static long written(Shell machine) {
        String answer = machine.ask("exec wc -l /srv/bind/seq");
        return answer.startsWith("ok 0 ") ? Long.parseLong(answer.split(" ", -1)[2]) : 0;
    }

    private static long[] numbers(Shell machine, String file) {
        return lines(machine, "cat " + file).stream().mapToLong(Long::parseLong).toArray();
    }

    private static List<String> lines(Shell machine, String command) {
        String answer = machine.must("exec " + command);
        assertThat(answer).startsWith("0");
        String output = answer.substring(answer.indexOf(' ') + 1);
        return List.of(output.split("[|]", -1)).stream().filter(each -> !each.isEmpty()).toList();
    }
}
