package io.transship.daemon.checkpoint.memory;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.CommandRunner;
import io.transship.daemon.tree.FolderTree;
import io.transship.daemon.tree.TreePacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        try {
            if (!FolderTree.isEmpty(memory)) {
                tar(memory, images, "--create", ".");
            }
        } catch (IOException e) {
            throw failed(FailureCode.CHECKPOINT_FAILED, e.toString());
        }
    }

    /** Brings what came with the dump. */
    public void unpack(Path images, Path memory) {
        tar(memory, images, "--extract");
    }

    private void tar(Path memory, Path images, String verb, String... names) {
        List<String> arguments = new ArrayList<>(List.of(verb, "--file=" + images.resolve(FILE)));
        arguments.addAll(List.of(names));
        CommandResult result = commands.run(TreePacker.tar(memory, arguments).within(LONGEST));
        if (!result.succeeded()) {
            throw failed(
                    verb.equals("--create")
                            ? FailureCode.CHECKPOINT_FAILED
                            : FailureCode.RESTORE_FAILED,
                    result.words());
        }
    }

    private static TransshipException failed(FailureCode code, String why) {
        return new TransshipException(code, "the container's " + PLACE + " can't be moved: " + why);
    }
}
