package io.transship.daemon.session;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.ContainerId;
import io.transship.daemon.checkpoint.MigrationId;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon's memory of its sessions: one small file each, written before the side effect that it
 * announces. Thread-safe for different sessions.
 */
final class SessionJournal {

    private static final Logger LOG = LoggerFactory.getLogger(SessionJournal.class);
    private static final String SUFFIX = ".session";
    private static final String ADOPTION = "adoption";
    private static final int SECTOR = 512;
    private static final int LONGEST = 64 << 10;

    private final Path directory;

    /** Files live in {@code directory}, which is made if it is missing. */
    SessionJournal(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Writes the record. A session's beginning and its end are on the disk when this returns, so
     * that they outlive a power cut. What lies between outlives the daemon, and that is enough: a
     * session that is not decided is recovered in the same way, wherever it stood.
     *
     * <p>After the first time it is written over what was there: one sector, which is whole or not
     * written, needs no room on a full disk, and is on the disk soon. An interrupt of the calling
     * thread changes nothing of that.
     */
    void write(SessionRecord record) {
        Path file = file(record);
        boolean durable = record.phase() == SessionPhase.OPEN || record.phase().isDecided();
        try {
            if (!Files.exists(file)) {
                create(file, text(record));
                return;
            }
            try (RandomAccessFile over =
                    new RandomAccessFile(file.toFile(), durable ? "rwd" : "rw")) {
                over.write(text(record));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void create(Path file, byte[] text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (RandomAccessFile fresh = new RandomAccessFile(draft.toFile(), "rw")) {
            fresh.setLength(0);
            fresh.write(text);
            fresh.getFD().sync();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Of one length always. */
    private static byte[] text(SessionRecord record) {
        String text =
                "migration=%s\nrole=%s\ncontainer=%s\nphase=%s\n%s"
                        .formatted(
                                record.id().text(),
                                record.role().name(),
                                record.container().name(),
                                record.phase().name(),
                                record.plugsAtAdoption() ? "plug=%s\n".formatted(ADOPTION) : "");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > SECTOR) {
            throw new IllegalArgumentException("a record of " + bytes.length + " bytes");
        }
        byte[] sector = new byte[SECTOR];
        Arrays.fill(sector, (byte) '\n');
        System.arraycopy(bytes, 0, sector, 0, bytes.length);
        return sector;
    }

    /** Every record, in no order; a file that can't be understood is reported and left alone. */
    List<SessionRecord> readAll() {
        List<SessionRecord> records = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                read(file, records);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        return records;
    }

    /** Forgets a session that is long over. */
    void delete(SessionRecord record) {
        try {
            Files.deleteIfExists(file(record));
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", file(record), e.getMessage());
        }
    }

    private static void read(Path file, List<SessionRecord> records) throws IOException {
        Properties entries = new Properties();
        try {
            entries.load(new StringReader(text(file)));
            records.add(
                    new SessionRecord(
                            new MigrationId(entries.getProperty("migration", "")),
                            SessionRecord.Role.valueOf(entries.getProperty("role", "")),
                            new ContainerId(entries.getProperty("container", "")),
                            SessionPhase.valueOf(entries.getProperty("phase", "")),
                            ADOPTION.equals(entries.getProperty("plug"))));
        } catch (IllegalArgumentException e) {
            LOG.error("{} is no session record: {}", file, e.getMessage());
        }
    }

    /** What a broken disk made of it may be no text, or without end. */
    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }

    private Path file(SessionRecord record) {
        String role = record.role().name().toLowerCase(Locale.ROOT);
        return directory.resolve(record.id().text() + "." + role + SUFFIX);
    }

    private TransshipException unusable(IOException e) {
        return new TransshipException(
                FailureCode.DISK_FULL,
                "the session journal in " + directory + " can't be used: " + e.getMessage() + ".",
                e);
    }
}
