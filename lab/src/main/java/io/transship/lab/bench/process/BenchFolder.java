package io.transship.lab.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A new folder for what the programs of a bench write. It is gone when the bench ends, and also
 * when it is interrupted.
 */
public final class BenchFolder implements AutoCloseable {

    private final Path path;
    private final Thread hook;

    /** Makes it, among the machine's temporary files. */
    public BenchFolder(String name) throws IOException {
        path = Files.createTempDirectory("transship-" + name);
        hook =
                Thread.ofPlatform()
                        .unstarted(
                                () -> {
                                    BenchProcess.endAll();
                                    delete();
                                });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
        try {
            var _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // It is at work.
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (NoSuchFileException ignored) {
            // The other one was faster.
        } catch (IOException e) {
            System.err.println(path + " is left: " + e.getMessage());
        }
    }
}
