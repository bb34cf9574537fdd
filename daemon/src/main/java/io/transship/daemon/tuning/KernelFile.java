package io.transship.daemon.tuning;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files below {@code /proc} and {@code /sys}. They have no size, and those below {@code /proc/sys}
 * are given out in one piece: who asks for one byte first, as {@code Files.readString} does where
 * there is no size, gets one digit and then the end.
 */
public final class KernelFile {

    private KernelFile() {}

    /** All of it. */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
