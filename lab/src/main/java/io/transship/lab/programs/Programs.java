package io.transship.lab.programs;

import static java.util.Objects.requireNonNull;

import io.transship.settings.Breakpoint;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How Java programs of ours are started: with this JVM's own JDK and class path, which the machines
 * see at the same paths. Daemon and manager may have another class path, that of a distribution,
 * for which there are start caches: folders of classes, as tests have them, can have none.
 */
public final class Programs {

    /** Where a daemon looks for its breakpoints, if it is stoppable; the machine's path. */
    public static final Path DAEMON_BREAKPOINTS = Path.of("/run/transship/breakpoints");

    private static final String DAEMON = "io.transship.daemon.Main";
    private static final String MANAGER = "io.transship.manager.Main";

    /**
     * Where Netty finds Bouncy Castle, it loads 770 classes of it, which costs half a second at
     * each start; the others only a bench needs.
     */
    private static final List<String> NOT_SERVERS =
            List.of(
                    "bcprov-",
                    "bcpkix-",
                    "bcutil-",
                    "jgrapht-",
                    "jheaps-",
                    "apfloat-",
                    "jmh-",
                    "jopt-simple-",
                    "commons-math3-",
                    "xchart-");

    /** The manager's; the JVM keeps the directory of each jar in memory. */
    private static final List<String> NOT_DAEMONS =
            Stream.concat(
                            NOT_SERVERS.stream(),
                            Stream.of(
                                    "openflowj-",
                                    "javalin-",
                                    "jetty-",
                                    "kotlin-",
                                    "jakarta.",
                                    "flyway-",
                                    "jdbi3-",
                                    "HikariCP-",
                                    "sqlite-jdbc-",
                                    "mariadb-java-client-",
                                    "postgresql-",
                                    "asm-",
                                    "picocli-"))
                    .toList();

    /** In the environment: the class path of daemon and manager, if it is not this JVM's own. */
    private static final String SERVERS = "TRANSSHIP_SERVERS_CLASS_PATH";

    private static final String DAEMON_MALLOC = "MALLOC_ARENA_MAX=2";

    /** A lab's JVMs start in a cgroup that is not below what they see as the root; they say so. */
    private static final String QUIET = "-Xlog:os+container=error";

    private final Path jdk;
    private final List<Path> classPath;
    private final List<Path> servers;
    private final StartCaches caches;
    private final boolean stoppable;

    private Programs(
            Path jdk,
            List<Path> classPath,
            List<Path> servers,
            StartCaches caches,
            boolean stoppable) {
        this.jdk = jdk;
        this.classPath = List.copyOf(classPath);
        this.servers = List.copyOf(servers);
        this.caches = caches;
        this.stoppable = stoppable;
    }

    /** The JDK and class path of this very process. */
    public static Programs ofThisProcess() {
        Path jdk = Path.of(System.getProperty("java.home"));
        List<Path> own = entries(System.getProperty("java.class.path"));
        List<Path> servers =
                Optional.ofNullable(System.getenv(SERVERS)).map(Programs::entries).orElse(own);
        return new Programs(jdk, own, servers, StartCaches.of(jdk, servers), false);
    }

    private static List<Path> entries(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(Files::exists)
                .toList();
    }

    /** This, with programs that write start caches when they end. */
    public Programs training() {
        return new Programs(jdk, classPath, servers, caches.training(), stoppable);
    }

    /** This, with daemons and a manager that can be stopped at a step: {@link Breakpoint}. */
    public Programs stoppable() {
        return new Programs(jdk, classPath, servers, caches, true);
    }

    /** The caches that make starts faster. */
    public StartCaches caches() {
        return caches;
    }

    /** The folders that a machine has to see. */
    public Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(jdk);
        for (Path entry : Stream.concat(classPath.stream(), servers.stream()).toList()) {
            folders.add(Files.isDirectory(entry) ? entry : holder(entry));
        }
        caches.folder().ifPresent(folders::add);
        return folders;
    }

    /** A jar's folder; one for all jars of a Maven repository. */
    private static Path holder(Path jar) {
        Path folder = requireNonNull(jar.getParent());
        for (Path at = folder; at != null; at = at.getParent()) {
            if (at.endsWith(".m2/repository")) {
                return at;
            }
        }
        return folder;
    }

    /** What starts a daemon with that configuration file. */
    public List<String> daemon(String configuration) {
        List<String> command = new ArrayList<>(List.of("env", DAEMON_MALLOC));
        command.addAll(server("daemon", DAEMON, configuration, DAEMON_BREAKPOINTS, List.of()));
        return List.copyOf(command);
    }

    /** What starts a manager with that configuration file. */
    public List<String> manager(String configuration) {
        return manager(configuration, List.of());
    }

    /** The same, with flags of the JVM that win over the usual ones. */
    public List<String> manager(String configuration, List<String> flags) {
        Path breakpoints = Path.of(configuration).resolveSibling("breakpoints");
        return server("manager", MANAGER, configuration, breakpoints, flags);
    }

    /** What starts a part of a daemon by itself, with a daemon's flags. */
    public List<String> daemonPart(String mainClass, List<String> arguments) {
        return command(
                mainClass, JvmFlags.of("daemon"), without(NOT_DAEMONS, classPath), arguments);
    }

    private List<String> server(
            String program,
            String mainClass,
            String configuration,
            Path breakpoints,
            List<String> more) {
        List<String> flags = new ArrayList<>(JvmFlags.of(program));
        flags.addAll(caches.flags(program));
        flags.addAll(more);
        if (stoppable) {
            flags.add("-D" + Breakpoint.PROPERTY + "=" + breakpoints);
        }
        List<Path> entries = without(program.equals("daemon") ? NOT_DAEMONS : NOT_SERVERS, servers);
        return command(mainClass, flags, entries, List.of("--config", configuration));
    }

    /** As the launcher does it (class_path_of): jars that a program does not need are left out. */
    private static List<Path> without(List<String> jars, List<Path> all) {
        return all.stream()
                .filter(
                        entry -> {
                            String name = requireNonNull(entry.getFileName()).toString();
                            return jars.stream().noneMatch(name::startsWith);
                        })
                .toList();
    }

    /** What starts another program of ours. */
    public List<String> java(String mainClass, List<String> flags, List<String> arguments) {
        return command(mainClass, flags, classPath, arguments);
    }

    private List<String> command(
            String mainClass, List<String> flags, List<Path> entries, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.add(QUIET);
        command.addAll(flags);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, entries.stream().map(Path::toString).toList()));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
