package io.transship.daemon.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two machines h2 and h3 and a client; everything ends with {@link #close}, or with this process.
 */
public final class Network implements AutoCloseable {

    private final Path folder;
    private final String group = "transship-test-" + ProcessHandle.current().pid();
    private final Process process;
    private final Shell client;
    private final List<Shell> machines = new ArrayList<>();

    /**
     * Starts all, with that engine ("docker", "podman") and the image "counter" on both machines.
     */
    public Network(String engine) throws IOException {
        run("bash", "-c", REMOVE_OF_THE_DEAD);
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "machines");
        Path bundle = RootFilesystem.bundle();
        fill(bundle);
        client = new Shell(folder, "client");
        machines.add(new Shell(folder, "h2"));
        machines.add(new Shell(folder, "h3"));
        process = start(bundle.resolve("root"), engine);
        try {
            machines.forEach(machine -> machine.must("open"));
            importImage();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private void fill(Path bundle) throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        Files.createDirectories(folder.resolve("exchange"));
        Files.writeString(folder.resolve("classpath"), classPath());
        for (String script : List.of("network.sh", "machine.sh", "counter.pl", "writer.pl")) {
            copy("/harness/" + script, folder.resolve(script));
        }
        Files.copy(bundle.resolve("images/demo.tar"), folder.resolve("image.tar"));
        run(
                "tar",
                "-C",
                folder.toString(),
                "-rf",
                folder + "/image.tar",
                "counter.pl",
                "writer.pl");
        for (String name : List.of("h2", "h3", "client")) {
            run("mkfifo", folder + "/" + name + ".in", folder + "/" + name + ".out");
        }
    }

    /** The standard input stays open as long as this process lives. */
    private Process start(Path root, String engine) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"));
        command.addAll(List.of("--mount-proc", "bash", folder + "/network.sh", folder.toString()));
        command.addAll(List.of(root.toString(), folder.toString()));
        command.addAll(List.of(System.getProperty("java.home"), group, engine));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("network.log").toFile())
                .start();
    }

    /** An import gives another id on each machine; a load keeps it. */
    private void importImage() {
        h2().must("cli import " + folder + "/image.tar counter");
        String id = h2().must("image counter");
        h2().must("export " + id + " " + exchange() + "/image");
        h3().must("load " + id + " counter " + exchange() + "/image");
    }

    private String classPath() throws IOException {
        List<String> copied = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (!entry.isEmpty() && Files.exists(from)) {
                Path to = folder.resolve("lib").resolve(copied.size() + "-" + from.getFileName());
                run("cp", "-r", from.toString(), to.toString());
                copied.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copied);
    }

    private static void copy(String resource, Path to) throws IOException {
        try (var in = Network.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void run(String... arguments) {
        try {
            Process process =
                    new ProcessBuilder(arguments)
                            .inheritIO()
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", arguments));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder that this process and all machines see at the same path. */
    public Path exchange() {
        return folder.resolve("exchange");
    }

    /** The machine h2. */
    public Shell h2() {
        return machines.getFirst();
    }

    /** The machine h3. */
    public Shell h3() {
        return machines.getLast();
    }

    /** The client, at 10.0.0.1. */
    public Shell client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the network does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        for (Shell shell : List.of(client, h2(), h3())) {
            shell.close();
        }
        run("bash", "-c", REMOVE, "bash", group, folder.toString());
    }

    /** What a test that was killed could not remove: empty control groups. */
    private static final String REMOVE_OF_THE_DEAD =
            """
            for each in /sys/fs/cgroup/transship-test-* /sys/fs/cgroup/*/transship-test-*; do
                [ -d "$each" ] && [ ! -d "/proc/${each##*-}" ] || continue
                find "$each" -depth -type d -exec rmdir {} + || true
            done
            """;

    /** The kernel may need a moment until a control group is empty. */
    private static final String REMOVE =
            """
            for try in $(seq 200); do
                left=no
                for each in /sys/fs/cgroup/"$1" /sys/fs/cgroup/*/"$1"; do
                    [ -d "$each" ] && find "$each" -depth -type d -exec rmdir {} + 2>/dev/null
                    [ -d "$each" ] && left=yes
                done
                [ $left = no ] && break
                sleep 0.05
            done
            cp "$2"/*.log "$2/.."
            rm -rf "$2"
            """;
}
