package io.transship.daemon.preflight.container;

/**
 * An open file of a process.
 *
 * @param number the descriptor
 * @param target where the link in /proc leads: a path, "socket:[123]", "anon_inode:[io_uring]"
 * @param kind what it is
 * @param device of a character or block device, "10:229"; else empty
 * @param inode its inode
 * @param links how many names the file has
 * @param bytes that it takes on the disk
 * @param protocol of a socket, as the kernel names it: "TCP", "UNIX-STREAM"; else empty
 * @param terminal of a terminal's master side, the number of its other side; else -1
 */
public record Descriptor(
        int number,
        String target,
        Kind kind,
        String device,
        long inode,
        int links,
        long bytes,
        String protocol,
        int terminal) {

    /** What a file is. */
    public enum Kind {
        /** A file with content. */
        REGULAR,
        /** A device that is read and written in order. */
        CHARACTER_DEVICE,
        /** A disk. */
        BLOCK_DEVICE,
        /** Of whatever kind. */
        SOCKET,
        /** Folders, pipes, objects without a file. */
        OTHER
    }

    static final String DELETED = " (deleted)";

    /** Whether it has lost its name. */
    public boolean isDeleted() {
        return target.endsWith(DELETED);
    }

    /** The path without what the kernel adds to deleted ones. */
    public String path() {
        return isDeleted() ? target.substring(0, target.length() - DELETED.length()) : target;
    }
}
