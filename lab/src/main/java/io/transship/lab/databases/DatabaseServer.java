package io.transship.lab.databases;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.manager.store.dialect.DatabaseAddress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * One server with a port of its own on loopback. Started as nobody if this is root. Closing ends it
 * and removes its folder.
 */
public final class DatabaseServer implements AutoCloseable {

    static final String USER = "transship";
    static final String PASSWORD = "not-a-secret";
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final Duration END_DEADLINE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final DatabaseKind kind;
    private final Path folder;
    private final int port;
    private Optional<Process> process = Optional.empty();

    private DatabaseServer(DatabaseKind kind, Path folder, int port) {
        this.kind = kind;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Makes and starts a server.
     *
     * @throws TransshipException MACHINE_INCOMPLETE if it is not installed or does not start
     */
    public static DatabaseServer start(DatabaseKind kind) {
        var _ = kind.installed();
        try {
            DatabaseServer server =
                    new DatabaseServer(
                            kind,
                            Files.createTempDirectory("transship-" + kind.words()),
                            freePort());
            try {
                server.make();
                server.start();
                return server;
            } catch (RuntimeException | IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new, empty database. */
    public DatabaseAddress create(String name) {
        execute("CREATE DATABASE " + name);
        return address(name);
    }

    /** Where a database of that name is. */
    public DatabaseAddress address(String name) {
        return new DatabaseAddress(
                kind.url(port, name),
                Optional.of(USER),
                Optional.of(folder.resolve("own-password")));
    }

    /** A connection past the store, for who looks at what it wrote. */
    public Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(kind.url(port, name), USER, PASSWORD);
    }

    /** From now on it answers nothing, and keeps its connections. */
    public void pause() {
        signal("STOP");
    }

    /** It goes on after {@link #pause}. */
    public void resume() {
        signal("CONT");
    }

    /** A crash: no process of it is left. */
    public void kill() {
        process.ifPresent(
                server -> {
                    List<ProcessHandle> all = all(server);
                    all.forEach(ProcessHandle::destroyForcibly);
                    all.forEach(DatabaseServer::awaitEnd);
                });
        process = Optional.empty();
    }

    /** Starts it again on what it had, after {@link #kill}. */
    public void start() {
        File log = folder.resolve("log").toFile();
        process = Optional.of(launch(kind.start(folder, port), log));
        long end = System.nanoTime() + START_DEADLINE.toNanos();
        while (true) {
            try (Connection connection = connect(kind.administrative())) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                boolean alive = process.filter(Process::isAlive).isPresent();
                if (!alive || System.nanoTime() > end) {
                    throw broken("does not start: " + lastLine(log.toPath()));
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make() throws IOException {
        Path password =
                Files.createFile(
                        folder.resolve("own-password"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, PASSWORD + "\n");
        List<String> command = kind.make(folder);
        Files.createDirectory(folder.resolve("data"));
        if (isRoot()) {
            run(List.of("chown", "nobody", folder.toString(), folder.resolve("data").toString()));
            run(List.of("chmod", "700", folder.resolve("data").toString()));
        }
        Path log = folder.resolve("made");
        if (end(launch(command, log.toFile())) != 0) {
            throw broken("can't be made: " + lastLine(log));
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect(kind.administrative());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw broken("refuses '" + sql + "': " + e.getMessage());
        }
    }

    private void signal(String signal) {
        process.ifPresent(
                server ->
                        all(server)
                                .forEach(
                                        each ->
                                                run(
                                                        List.of(
                                                                "kill",
                                                                "-" + signal,
                                                                "" + each.pid()))));
    }

    /** PostgreSQL has a process for each connection. */
    private static List<ProcessHandle> all(Process server) {
        List<ProcessHandle> all = new ArrayList<>(List.of(server.toHandle()));
        server.descendants().forEach(all::add);
        return all;
    }

    private Process launch(List<String> command, File log) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=nobody",
                            "--regid=nogroup",
                            "--clear-groups",
                            "--"));
        }
        whole.addAll(command);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(whole)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
            builder.environment().put("LC_ALL", "C");
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) {
        try {
            var _ = end(new ProcessBuilder(command).inheritIO().start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int end(Process process) {
        try {
            if (!process.waitFor(START_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static void awaitEnd(ProcessHandle handle) {
        long end = System.nanoTime() + END_DEADLINE.toNanos();
        while (handle.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private TransshipException broken(String what) {
        return new TransshipException(FailureCode.MACHINE_INCOMPLETE, kind.words() + " " + what);
    }

    private static String lastLine(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.reduce((_, last) -> last).orElse("it says nothing");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
