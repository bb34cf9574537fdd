package io.transship.daemon.runtime.overlay;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An overlay as it is mounted now.
 *
 * @param target where
 * @param options its layers and the rest, as mount(8) takes them
 */
record OverlayMount(Path target, String options) {

    /** The overlay that is mounted there, if there is one. */
    static Optional<OverlayMount> at(Path target) throws IOException {
        return in(Files.readAllLines(Path.of("/proc/self/mountinfo")), target);
    }

    /** "36 35 0:30 / /there rw,relatime - overlay overlay rw,lowerdir=…,upperdir=…,workdir=…". */
    static Optional<OverlayMount> in(List<String> mountInfo, Path target) {
        for (String line : mountInfo) {
            String[] words = line.split(" ", -1);
            int dash = List.of(words).indexOf("-");
            boolean overlay =
                    dash > 0 && words.length > dash + 3 && words[dash + 1].equals("overlay");
            if (overlay && words[4].equals(target.toString())) {
                return Optional.of(new OverlayMount(target, words[dash + 3]));
            }
        }
        return Optional.empty();
    }

    void unmount(CommandRunner commands) {
        demand(commands.run(Command.of("umount", target.toString())));
    }

    void mount(CommandRunner commands) {
        demand(
                commands.run(
                        Command.of(
                                "mount",
                                "-t",
                                "overlay",
                                "-o",
                                options,
                                "overlay",
                                target.toString())));
    }

    private void demand(CommandResult result) {
        if (!result.succeeded()) {
            throw new TransshipException(
                    FailureCode.ENGINE_FAILED,
                    "the container's layers at %s could not be mounted anew: %s"
                            .formatted(target, result.words()));
        }
    }
}
