package io.transship.lab.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a folder of its own, readable for every user, without the rest of the
 * tree.
 */
final class Script {

    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    private final Path home;

    private Script(Path home) {
        this.home = home;
    }

    /** What a run said and how it ended. */
    record Run(int status, String output, String errors) {

        String lastLine() {
            return output.lines().reduce("", (before, line) -> line);
        }
    }

    static Script copyInto(Path folder) {
        try {
            copy(REPOSITORY.resolve("transship"), folder.resolve("transship"));
            Files.createDirectories(folder.resolve("launcher"));
            try (Stream<Path> parts = Files.list(REPOSITORY.resolve("launcher"))) {
                for (Path part : parts.filter(Files::isRegularFile).toList()) {
                    copy(part, folder.resolve("launcher").resolve(part.getFileName()));
                }
            }
            openForAll(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Script(folder);
    }

    Path home() {
        return home;
    }

    Run run(String... arguments) {
        return start(Map.of(), command("./transship", arguments));
    }

    Run runWith(Map<String, String> environment, String... arguments) {
        return start(environment, command("./transship", arguments));
    }

    /** As somebody who is not root, whoever runs the tests. */
    Run runUnprivileged(String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(command("./transship", arguments));
        return start(Map.of(), command);
    }

    /** Lines of bash with the launcher's functions at hand. */
    Run bash(String lines) {
        String script = "set -euo pipefail; source launcher/common.sh; " + lines;
        return start(Map.of("TRANSSHIP_HOME", home.toString()), List.of("bash", "-c", script));
    }

    Run report(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of("/usr/bin/python3", "launcher/test_report.py", home.toString()));
        command.addAll(List.of(arguments));
        return start(Map.of(), command);
    }

    private static List<String> command(String program, String... arguments) {
        return Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
    }

    private Run start(Map<String, String> environment, List<String> command) {
        try {
            Path errors = Files.createTempFile("launcher", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(home.toFile())
                            .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            Run run = new Run(status, output, Files.readString(errors));
            Files.delete(errors);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        to.toFile().setReadable(true, false);
        to.toFile().setExecutable(true, false);
    }

    private static void openForAll(Path folder) {
        for (Path part : List.of(folder, folder.resolve("launcher"))) {
            part.toFile().setReadable(true, false);
            part.toFile().setExecutable(true, false);
        }
    }
}
