package io.transship.daemon.checkpoint.oci;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The part of CRIU's log that says what went wrong. */
final class CriuLog {

    private static final int TAIL = 64 * 1024;
    private static final int MOST_LINES = 4;

    private CriuLog() {}

    /** Its last errors on one line, or what else there is to say. */
    static String errors(Path log) {
        if (!Files.exists(log)) {
            return "CRIU wrote no log";
        }
        List<String> lines;
        try {
            lines = tail(log).lines().toList();
        } catch (IOException e) {
            return log + " can't be read: " + e.getMessage();
        }
        List<String> errors = lines.stream().filter(line -> line.contains("Error")).toList();
        List<String> shown = errors.isEmpty() ? lines : errors;
        return log
                + ": "
                + String.join(
                        "; ", shown.subList(Math.max(0, shown.size() - MOST_LINES), shown.size()));
    }

    private static String tail(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL));
            byte[] bytes = new byte[(int) Math.min(TAIL, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
