package io.transship.daemon.harness;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.luggage.Arrivals;
import io.transship.daemon.luggage.Luggage;
import io.transship.daemon.transfer.FileDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Packs a container's files into a folder that both machines see, and unpacks them from there. */
final class LuggageShell {

    private @Nullable Luggage packed;

    /** "pack NAME FOLDER", "frozen", "pack-changes FOLDER", "unpack NAME FOLDER". */
    String obey(Engine engine, String[] words) throws IOException {
        return switch (words[0]) {
            case "pack" -> pack(engine, new ContainerId(words[1]), Path.of(words[2]));
            case "frozen" -> frozen();
            case "pack-changes" -> packed().sendChanges(carrier(Path.of(words[1]))).toString();
            default -> unpack(engine, new ContainerId(words[1]), Path.of(words[2]));
        };
    }

    private Luggage packed() {
        if (packed == null) {
            throw new IllegalStateException("nothing is packed");
        }
        return packed;
    }

    private String pack(Engine engine, ContainerId container, Path folder) throws IOException {
        Files.createDirectories(folder);
        packed = new Luggage(engine, container, Runnable::run);
        return packed.look() + " " + packed.sendAll(carrier(folder));
    }

    private String frozen() {
        packed().frozen();
        return "";
    }

    private static Luggage.Carrier carrier(Path folder) {
        return (path, _, content) -> {
            Path file = folder.resolve(path);
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(out);
                return new FileDigest(path, Files.size(file), "00".repeat(32));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static String unpack(Engine engine, ContainerId container, Path folder)
            throws IOException {
        new Arrivals(engine, container, folder).unpack();
        return "";
    }
}
