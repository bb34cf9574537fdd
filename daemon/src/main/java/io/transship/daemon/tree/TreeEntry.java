package io.transship.daemon.tree;

/**
 * A file, folder or whatever else stands in a tree.
 *
 * @param path from the tree's root, one char a byte; empty for the root itself
 * @param type 'f' file, 'd' folder, 'l' symbolic link, 'p' pipe, 's' socket, 'w' whiteout of
 *     overlayfs, 'c' and 'b' devices, '?' not known
 * @param inode its number in the file system; names with the same one are the same file
 * @param size in bytes
 * @param changedNanos when anything of it changed last (ctime, which programs can't set), in ns
 *     since 1970
 * @param rest owner, mode, time of writing: whatever else is compared
 */
public record TreeEntry(
        String path, char type, long inode, long size, long changedNanos, String rest) {

    boolean equalsExceptPath(TreeEntry other) {
        return type == other.type
                && inode == other.inode
                && size == other.size
                && changedNanos == other.changedNanos
                && rest.equals(other.rest);
    }

    boolean isDevice() {
        return type == 'c' || type == 'b';
    }
}
