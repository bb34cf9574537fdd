package io.transship.daemon.harness;

import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.Engine;
import io.transship.daemon.checkpoint.MigrationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * A pre-copy's rounds: "round MIGRATION CONTAINER N FOLDER" writes one and copies it there,
 * "take-round" with the same words takes it from there.
 */
final class RoundsShell {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private RoundsShell() {}

    static String obey(Engine engine, String[] words) throws IOException {
        MigrationId migration = new MigrationId(words[1]);
        int round = Integer.parseInt(words[3]);
        Path folder = Path.of(words[4]);
        if (words[0].equals("round")) {
            ContainerId container = new ContainerId(words[2]);
            copy(engine.rounds().write(migration, container, round, DEADLINE).directory(), folder);
        } else {
            copy(folder, engine.rounds().folder(migration, round));
        }
        return "";
    }

    /** Files; links of CRIU's are made anew where they go. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var all = Files.list(from)) {
            for (Path each : all.filter(RoundsShell::isPlain).toList()) {
                Path file = to.resolve(each.getFileName().toString());
                Files.copy(each, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean isPlain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
