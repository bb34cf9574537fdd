package io.transship.daemon.tuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number that the kernel keeps for the whole machine, changed as long as somebody needs it. It is
 * what it was when the last one needs it no more, or when the next daemon starts. Thread-safe.
 */
public final class KernelValue {

    private static final Logger LOG = LoggerFactory.getLogger(KernelValue.class);

    private final Path file;
    private final Path note;
    private final long wanted;
    private final LongPredicate suits;
    private int users;

    private KernelValue(Path file, Path note, long wanted, LongPredicate suits) {
        this.file = file;
        this.note = note;
        this.wanted = wanted;
        this.suits = suits;
        setBack();
    }

    /**
     * A number that must not be less; set back first if an earlier daemon could not.
     *
     * @param file the kernel's
     * @param note remembers the number as it was, as long as it is changed; on memory, since the
     *     change does not outlive the machine's power either
     */
    public static KernelValue atLeast(Path file, Path note, long least) {
        return new KernelValue(file, note, least, now -> now >= least);
    }

    /** A number that must not be more, else as {@link #atLeast}. */
    public static KernelValue atMost(Path file, Path note, long most) {
        return new KernelValue(file, note, most, now -> now <= most);
    }

    /** It is as it must be from now on, if this host lets us. */
    public synchronized void begin() {
        if (users++ == 0) {
            demand();
        }
    }

    /**
     * Who needs it is about to: if somebody else has set it since {@link #begin}, as a second
     * daemon on the same kernel does when it needs it no more, it is set again.
     */
    public synchronized void renew() {
        if (users > 0) {
            demand();
        }
    }

    private void demand() {
        try {
            String before = KernelFile.read(file).strip();
            if (!suits.test(Long.parseLong(before))) {
                Files.createDirectories(note.toAbsolutePath().getParent());
                Files.writeString(note, before);
                Files.writeString(file, Long.toString(wanted));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} can't be set to {}: {}", file, wanted, e.getMessage());
        }
    }

    /** One less needs it. */
    public synchronized void end() {
        if (--users == 0) {
            setBack();
        }
    }

    private void setBack() {
        try {
            if (Files.exists(note)) {
                Files.writeString(file, Files.readString(note).strip());
                Files.delete(note);
            }
        } catch (IOException e) {
            LOG.warn("{} can't be set back: {}", file, e.getMessage());
        }
    }
}
