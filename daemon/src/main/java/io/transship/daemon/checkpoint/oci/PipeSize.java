package io.transship.daemon.checkpoint.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets CRIU make its pipes large enough for a lazy dump and for serving its pages, where root may
 * not exceed the kernel's bound. The whole machine has one bound; it is what it was when the last
 * page is served, or when the next daemon starts. Thread-safe.
 */
final class PipeSize {

    private static final Logger LOG = LoggerFactory.getLogger(PipeSize.class);
    private static final long NEEDED = 4L << 20;

    private final Path bound;
    private final Path note;
    private int users;

    /**
     * Sets the bound back if an earlier daemon could not.
     *
     * @param bound the kernel's file
     * @param note remembers the bound as it was, as long as it is raised
     */
    PipeSize(Path bound, Path note) {
        this.bound = bound;
        this.note = note;
        setBack();
    }

    /** The bound is large enough from now on, if this host lets us. */
    synchronized void raise() {
        if (users++ > 0) {
            return;
        }
        try {
            String before = Files.readString(bound).strip();
            if (Long.parseLong(before) < NEEDED) {
                Files.writeString(note, before);
                Files.writeString(bound, Long.toString(NEEDED));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} can't be raised: {}", bound, e.getMessage());
        }
    }

    /** One dump less needs it. */
    synchronized void lower() {
        if (--users == 0) {
            setBack();
        }
    }

    private void setBack() {
        try {
            if (Files.exists(note)) {
                Files.writeString(bound, Files.readString(note).strip());
                Files.delete(note);
            }
        } catch (IOException e) {
            LOG.warn("{} can't be set back: {}", bound, e.getMessage());
        }
    }
}
