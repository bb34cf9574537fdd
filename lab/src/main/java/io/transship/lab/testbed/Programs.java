package io.transship.lab.testbed;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How Java programs of ours are started: with this JVM's own JDK and class path, which the machines
 * see at the same paths.
 */
final class Programs {

    static final String DAEMON = "io.transship.daemon.Main";
    static final String MANAGER = "io.transship.manager.Main";

    private static final List<String> DAEMON_FLAGS =
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");
    private static final List<String> MANAGER_FLAGS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");

    /**
     * Bouncy Castle makes the lab's certificates. Netty reads keys with it wherever it finds it, at
     * the price of 0.7 s of processor time for each start.
     */
    private static final Pattern UNUSED = Pattern.compile(".*/bc(prov|pkix|util)-[^/]*\\.jar");

    private final Path jdk;
    private final List<Path> classPath;

    Programs(Path jdk, List<Path> classPath) {
        this.jdk = jdk;
        this.classPath = List.copyOf(classPath);
    }

    /** The JDK and class path of this very process. */
    static Programs ofThisProcess() {
        List<Path> entries =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                        .filter(Files::exists)
                        .toList();
        return new Programs(Path.of(System.getProperty("java.home")), entries);
    }

    /** The folders that a machine has to see. */
    Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(jdk);
        for (Path entry : classPath) {
            folders.add(Files.isDirectory(entry) ? entry : holder(entry));
        }
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

    List<String> daemon(String configuration) {
        return java(
                DAEMON,
                flags("TRANSSHIP_DAEMON_JVM", DAEMON_FLAGS),
                List.of("--config", configuration));
    }

    List<String> manager(String configuration) {
        return java(
                MANAGER,
                flags("TRANSSHIP_MANAGER_JVM", MANAGER_FLAGS),
                List.of("--config", configuration));
    }

    /** The launcher may know better flags for this machine. */
    private static List<String> flags(String variable, List<String> usual) {
        String given = System.getenv(variable);
        return given == null ? usual : List.of(given.strip().split("\\s+"));
    }

    List<String> java(String mainClass, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(flags);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(
                classPath.stream()
                        .map(Path::toString)
                        .filter(entry -> !UNUSED.matcher(entry).matches())
                        .collect(joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
