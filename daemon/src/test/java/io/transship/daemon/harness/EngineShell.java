package io.transship.daemon.harness;

import static java.util.Objects.requireNonNull;

import io.transship.core.container.ContainerOptions;
import io.transship.core.container.Isolation;
import io.transship.core.container.Limits;
import io.transship.core.container.LogHandling;
import io.transship.core.container.Mount;
import io.transship.core.container.PortBinding;
import io.transship.core.container.Program;
import io.transship.core.container.Ulimit;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.IpAddress;
import io.transship.core.model.MacAddress;
import io.transship.daemon.checkpoint.CheckpointWay;
import io.transship.daemon.checkpoint.Dump;
import io.transship.daemon.checkpoint.DumpOrder;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.Handover;
import io.transship.daemon.checkpoint.HostEngine;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.docker.DockerEngine;
import io.transship.daemon.checkpoint.install.OciSettings;
import io.transship.daemon.checkpoint.podman.PodmanEngine;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.ProcessRunner;
import io.transship.daemon.network.ContainerAddress;
import io.transship.daemon.runtime.ContainerSpec;
import io.transship.daemon.runtime.Image;
import io.transship.daemon.runtime.ManagedContainer;
import io.transship.daemon.runtime.RestartPolicy;
import io.transship.daemon.runtime.SpecLabel;
import io.transship.daemon.tree.TreeAccess;
import io.transship.daemon.tree.TreeChanges;
import io.transship.daemon.tree.TreeManifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs inside a machine, where a daemon would, and does what a test says: one line with a verb and
 * its arguments, one line of answer, which begins with "ok" or with a failure's code.
 */
final class EngineShell {

    private static final ContainerAddress ADDRESS =
            new ContainerAddress(
                    new IpAddress("10.0.0.100"),
                    24,
                    MacAddress.parse("02:00:0a:00:00:64"),
                    Optional.empty());

    private @Nullable Engine opened;
    private @Nullable Path dumpFolder;
    private MigrationMode mode = MigrationMode.COPY;
    private final LuggageShell luggage = new LuggageShell();

    private final String name;

    private EngineShell(String engine) {
        this.name = engine;
    }

    /** Obeys one line after the other. */
    public static void main(String[] arguments) throws IOException {
        EngineShell shell = new EngineShell(arguments[0]);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(shell.answer(line));
        }
    }

    private String answer(String line) {
        long start = System.nanoTime();
        String answer;
        try {
            answer = "ok " + obey(line.split(" ", -1));
        } catch (TransshipException e) {
            answer = e.line();
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            answer = "BROKEN " + e;
        }
        System.err.printf(
                "%5d ms  %s -> %s%n", (System.nanoTime() - start) / 1_000_000, line, answer);
        return answer.replace('\n', '|');
    }

    private String obey(String[] words) throws IOException {
        return switch (words[0]) {
            case "open" -> open();
            case "exec" -> exec(List.of(words).subList(1, words.length));
            case "cli" -> cli(words);
            case "mode" -> (mode = MigrationMode.of(words[1]).orElseThrow()).word();
            case "image" -> engine().images().find(words[1]).orElseThrow().id();
            case "belongings" -> Belongings.of(name);
            case "check" -> new CheckShell(name, engine(), Path.of(words[1])).obey(words);
            case "run" -> run(words[1], words[2], RestartPolicy.parse(words[3]));
            case "perl" -> perl(words[1], Files.readString(Path.of(words[2])));
            case "create" -> create(spec(words[1], "1000", RestartPolicy.NO));
            case "create-rich" -> create(rich(words[1]));
            case "start" -> start(words[1]);
            case "list" -> list();
            case "strays" -> strays();
            case "run-spec" -> run(spec(words[1]));
            case "round", "take-round" -> RoundsShell.obey(engine(), words);
            case "pack", "frozen", "pack-changes", "unpack" -> luggage.obey(engine(), words);
            case "remove" -> remove(words[1]);
            case "state" -> state(words[1]);
            case "fingerprint" -> fingerprint(new ContainerId(words[1]));
            case "write-layer" -> writeLayer(words[1], Path.of(words[2]));
            case "replace-layer" -> replaceLayer(words[1], Path.of(words[2]));
            case "export" -> export(words[1], 0, Path.of(words[2]));
            case "export-thin" -> export(words[1], Integer.parseInt(words[2]), Path.of(words[3]));
            case "layers" -> String.join(",", Image.demand(engine().images(), words[1]).layers());
            case "shared" -> "" + engine().images().shared(List.of(words[1].split(",", -1)));
            case "load" -> load(words[1], words[2], Path.of(words[3]));
            default -> migrate(words);
        };
    }

    private String migrate(String[] words) throws IOException {
        MigrationId migration = new MigrationId(words[1]);
        ContainerId container = new ContainerId(words[2]);
        Engine engine = engine();
        switch (words[0]) {
            case "prepare" -> {
                Handover handover =
                        engine.source()
                                .prepare(
                                        migration,
                                        container,
                                        new DumpOrder(mode, Duration.ofSeconds(60)));
                return handover.imageId() + " " + handover.engineDescription();
            }
            case "freeze" -> engine.source().freeze(migration, container);
            case "dump" -> {
                Dump dump =
                        engine.source()
                                .dump(
                                        migration,
                                        container,
                                        new DumpOrder(mode, Duration.ofSeconds(30)),
                                        () -> {});
                RoundsShell.copy(dump.directory(), Path.of(words[3]));
                return dump.files().size() + " " + dump.size().bytes();
            }
            case "resume" -> engine.source().resume(migration, container);
            case "finish" -> engine.source().finish(migration, container);
            default -> {
                return restoring(words, migration, container);
            }
        }
        return "";
    }

    /** The target's half. */
    private String restoring(String[] words, MigrationId migration, ContainerId container)
            throws IOException {
        Engine engine = engine();
        switch (words[0]) {
            case "accept" -> accept(migration, container, words[3], words[4]);
            case "accept-spec" -> accept(migration, spec(words[5]), words[3], words[4]);
            case "arm" -> engine.target().arm(migration);
            case "restore" -> {
                engine.target().plug(migration);
                restore(migration, Path.of(words[3]), words[4]);
            }
            case "restore-apart" -> restore(migration, Path.of(words[3]), words[4]);
            case "plug" -> engine.target().plug(migration);
            case "commit" -> engine.target().commit(migration);
            case "abort" -> {
                return "" + engine.target().abort(migration);
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "";
    }

    private void accept(
            MigrationId migration, ContainerId container, String imageId, String description) {
        accept(
                migration,
                spec(container.name(), "1000", RestartPolicy.ALWAYS),
                imageId,
                description);
    }

    private void accept(
            MigrationId migration, ContainerSpec spec, String imageId, String description) {
        ByteCount expected = ByteCount.ofMiB(20);
        dumpFolder =
                engine().target()
                        .prepare(
                                migration,
                                new Handover(spec, imageId, description, mode, expected));
    }

    private void restore(MigrationId migration, Path from, String deadline) throws IOException {
        RoundsShell.copy(from, requireNonNull(dumpFolder, "accepted before"));
        engine().target().restore(migration, Duration.parse(deadline));
    }

    private String open() {
        HostEngine host =
                switch (name) {
                    case "docker", "docker-stock" ->
                            DockerEngine.open(settings("/run/docker.sock"), way(name));
                    case "podman" -> PodmanEngine.open(settings("/run/podman/podman.sock"));
                    default -> throw new IllegalArgumentException(name);
                };
        opened = host.engine();
        return host.versions().toString();
    }

    /** Machines of "docker-stock" are not told of our OCI runtime. */
    static CheckpointWay way(String engine) {
        return engine.equals("docker-stock") ? CheckpointWay.AUTO : CheckpointWay.OCI;
    }

    private static OciSettings settings(String socket) {
        return OciSettings.of(Path.of(socket), "br0");
    }

    /** The engine's own command line, as an operator would use it. */
    private String cli(String[] words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, name.equals("podman") ? "podman" : "docker");
        return exec(command);
    }

    private Engine engine() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private static String exec(List<String> command) {
        CommandResult result =
                new ProcessRunner().run(new Command(command, Map.of(), Duration.ofSeconds(60)));
        return result.exit() + " " + (result.succeeded() ? result.output() : result.words());
    }

    private static ContainerSpec spec(String name, String stateBytes, RestartPolicy restart) {
        return new ContainerSpec(
                new ContainerId(name),
                "counter",
                List.of("/usr/bin/perl", "/counter.pl", stateBytes),
                Map.of("PURPOSE", "test"),
                ADDRESS,
                Map.of(),
                ByteCount.ZERO,
                restart);
    }

    private String run(String name, String stateBytes, RestartPolicy restart) {
        return run(spec(name, stateBytes, restart));
    }

    private String run(ContainerSpec spec) {
        ManagedContainer created = engine().runtime().create(spec);
        engine().runtime().start(created.spec().name());
        return created.imageId();
    }

    private String perl(String name, String program) {
        ContainerSpec spec = spec(name, "0", RestartPolicy.NO);
        engine().runtime()
                .create(
                        new ContainerSpec(
                                spec.name(),
                                spec.image(),
                                List.of("/usr/bin/perl", "-e", program),
                                spec.environment(),
                                spec.address(),
                                spec.labels(),
                                spec.memory(),
                                spec.restart()));
        engine().runtime().start(spec.name());
        return "";
    }

    private String create(ContainerSpec spec) {
        return engine().runtime().create(spec).engineId();
    }

    /** One with a value for every option that can be seen from inside. */
    private static ContainerSpec rich(String name) {
        return spec(name, "1000", RestartPolicy.NO)
                .with(
                        new ContainerOptions(
                                new Program(List.of(), "/usr/bin", "0:44", List.of("7"), "box"),
                                new Isolation(List.of("NET_ADMIN"), List.of("MKNOD"), false),
                                new Limits(
                                        500_000_000,
                                        77,
                                        ByteCount.ofMiB(8),
                                        List.of(new Ulimit("nofile", 64, 128))),
                                List.of(
                                        Mount.parse("data:/var/lib/data"),
                                        Mount.parse("/srv:/web:ro"),
                                        Mount.parse("type=tmpfs,target=/tmp,tmpfs-size=4MiB")),
                                List.of(PortBinding.parse("8080:80")),
                                Optional.empty(),
                                LogHandling.USUAL));
    }

    private String start(String name) {
        engine().runtime().start(new ContainerId(name));
        return "";
    }

    private String strays() {
        var _ = engine().runtime().removeStrays();
        return "";
    }

    private String list() {
        return engine().runtime().list().stream()
                .map(each -> each.spec().name() + "=" + each.running())
                .collect(Collectors.joining(","));
    }

    /** From a file that holds it as a label would. */
    private static ContainerSpec spec(String file) throws IOException {
        return SpecLabel.read(Files.readString(Path.of(file))).orElseThrow();
    }

    private String remove(String name) {
        engine().runtime().remove(new ContainerId(name));
        return "";
    }

    private String state(String name) {
        return engine().runtime()
                .find(new ContainerId(name))
                .map(ManagedContainer::state)
                .orElse("absent");
    }

    private String fingerprint(ContainerId container) {
        TreeManifest now = engine().trees().look(container, TreeAccess.LAYER, Set.of());
        return Integer.toHexString(now.entries().toString().hashCode());
    }

    private String writeLayer(String name, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            engine().trees().write(new ContainerId(name), TreeAccess.LAYER, TreeChanges.WHOLE, out);
        }
        return "" + Files.size(file);
    }

    private String replaceLayer(String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            engine().trees().apply(new ContainerId(name), TreeAccess.LAYER, in);
        }
        return "";
    }

    private String export(String imageId, int present, Path file) throws IOException {
        Set<String> spared = Image.demand(engine().images(), imageId).without(present);
        try (OutputStream out = Files.newOutputStream(file)) {
            engine().images().export(imageId, spared, out);
        }
        return "" + Files.size(file);
    }

    private String load(String imageId, String reference, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            engine().images().load(imageId, reference, in);
        }
        return "";
    }
}
