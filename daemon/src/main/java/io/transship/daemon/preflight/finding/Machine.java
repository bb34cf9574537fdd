package io.transship.daemon.preflight.finding;

import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.tuning.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * This machine, to look at: files of the kernel and programs that tell something.
 *
 * @param root the root folder; another one in tests
 * @param commands runs programs
 */
public record Machine(Path root, CommandRunner commands) {

    /** The content of a small text file, "proc/meminfo"; empty if it can't be read. */
    public Optional<String> text(String file) {
        try {
            return Optional.of(KernelFile.read(root.resolve(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether there is such a file or folder. */
    public boolean has(String file) {
        return Files.exists(root.resolve(file));
    }

    /** The first number after a word at the beginning of a line: "MemAvailable:". */
    public Optional<Long> number(String file, String word) {
        return text(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip().split("\\s+", 2)[0])
                .filter(number -> number.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .findFirst();
    }

    /** Runs a program that only tells something. */
    public CommandResult run(String... arguments) {
        return commands.run(Command.of(arguments));
    }
}
