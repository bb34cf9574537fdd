package io.transship.manager.api;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The secret that a caller of the API must know. Never logged. */
public final class ApiToken {

    private static final int MIN_CHARACTERS = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    private ApiToken(String text) {
        this.secret = text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the token from a file, or makes one there, for its owner alone.
     *
     * @param secrets a source of secrets, so a SecureRandom
     * @throws TransshipException CONFIG_INVALID if the file is open to others or too short
     */
    public static ApiToken loadOrCreate(Path file, RandomGenerator secrets) {
        try {
            return Files.exists(file) ? load(file) : create(file, secrets);
        } catch (IOException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "the API's token file " + file + " can't be used.",
                    e);
        }
    }

    private static ApiToken load(Path file) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "the API's token file " + file + " is open to others.",
                    "Make it the owner's alone with 'chmod 600', or delete it.",
                    null);
        }
        String text = Files.readString(file).strip();
        if (text.length() < MIN_CHARACTERS) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "the API's token file " + file + " holds less than 32 characters.",
                    "Delete it; the manager makes a new one.",
                    null);
        }
        return new ApiToken(text);
    }

    private static ApiToken create(Path file, RandomGenerator secrets) throws IOException {
        byte[] bytes = new byte[32];
        secrets.nextBytes(bytes);
        String text = HexFormat.of().formatHex(bytes);
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel =
                Files.newByteChannel(
                        file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
        return new ApiToken(text);
    }

    /** Whether an Authorization header carries the token; takes the same time if it is near. */
    boolean opens(@Nullable String header) {
        return header != null
                && header.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        secret,
                        header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }
}
