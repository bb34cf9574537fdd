package io.transship.daemon.checkpoint.memory;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.Command;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A container's {@code /dev/shm} where the engine makes it on the host and only binds it into the
 * container, as Podman does: CRIU takes it for the host's and leaves it alone, so it travels beside
 * the dump.
 */
public final class BoundMemory {

    /** Among the dump's files. */
    public static final String FILE = "transship-shm.tar";

    private static final String PLACE = "/dev/shm";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final CommandRunner commands;

    /** Packs by means of {@code commands}. */
    public BoundMemory(CommandRunner commands) {
        this.commands = commands;
    }

    /** Where it is on the host, by what runc knows of the container; empty if it is not bound. */
    public static Optional<Path> of(Path runcState) {
        try {
            return JSON.readTree(runcState.toFile())
                    .at("/config/mounts")
                    .valueStream()
                    .filter(each -> each.path("destination").asString("").equals(PLACE))
                    .filter(each -> each.path("device").asString("").equals("bind"))
                    .map(each -> Path.of(each.path("source").asString("")))
                    .filter(Files::isDirectory)
                    .findFirst();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Adds what is in it to the dump's files, if anything is; its processes must stand still. */
    public void pack(Path memory, Path images) {
        if (!isEmpty(memory)) {
            tar(memory, "--create", images);
        }
    }

    /** Brings what came with the dump. */
    public void unpack(Path images, Path memory) {
        tar(memory, "--extract", images);
    }

    private void tar(Path memory, String verb, Path images) {
        CommandResult result =
                commands.run(
                        new Command(
                                List.of(
                                        "tar",
                                        verb,
                                        "--directory=" + memory,
                                        "--file=" + images.resolve(FILE),
                                        "--format=posix",
                                        "--numeric-owner",
                                        "--sparse",
                                        "."),
                                Map.of("TAR_OPTIONS", "", "LC_ALL", "C"),
                                LONGEST));
        if (!result.succeeded()) {
            throw new TransshipException(
                    verb.equals("--create")
                            ? FailureCode.CHECKPOINT_FAILED
                            : FailureCode.RESTORE_FAILED,
                    "the container's " + PLACE + " can't be moved: " + result.words());
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CHECKPOINT_FAILED,
                    "the container's " + PLACE + " can't be read: " + e,
                    e);
        }
    }
}
