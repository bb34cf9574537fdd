package io.transship.daemon.tree;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What has to be sent of a tree.
 *
 * @param whole whether it begins with nothing; else it changes what was sent before
 * @param sent paths that are sent, folders before what is in them; of a whole tree none is named
 * @param removed paths that go first, with all beneath them
 */
public record TreeChanges(boolean whole, List<String> sent, List<String> removed) {

    /** The whole tree. */
    public static final TreeChanges WHOLE = new TreeChanges(true, List.of(), List.of());

    /** Copies the lists. */
    public TreeChanges {
        sent = List.copyOf(sent);
        removed = List.copyOf(removed);
    }

    /** Nothing has to be sent. */
    public boolean isEmpty() {
        return !whole && sent.isEmpty() && removed.isEmpty();
    }

    /**
     * What happened between two looks. The second one is taken of a tree in which nothing moves any
     * more; what was sent in between may be from any moment after the first.
     */
    public static TreeChanges between(TreeManifest before, TreeManifest now) {
        SortedSet<String> removed = removed(before.entries(), now.entries());
        SortedSet<String> sent = new TreeSet<>();
        for (TreeEntry entry : now.entries().values()) {
            TreeEntry old = before.entries().get(entry.path());
            boolean same =
                    old != null
                            && old.equalsExceptPath(entry)
                            && !before.mayChangeUnseen(old)
                            && !now.isMapped(entry);
            if (!same || isBeneathOne(entry.path(), removed)) {
                sent.add(entry.path());
            }
        }
        // Writing in a folder changes the folder's own times, there as here.
        for (String path : List.copyOf(sent)) {
            addFolders(path, now, sent);
        }
        removed.forEach(path -> addFolders(path, now, sent));
        return new TreeChanges(false, List.copyOf(sent), List.copyOf(removed));
    }

    /** Gone, or of another kind now; of a folder that went only its own name. */
    private static SortedSet<String> removed(
            SortedMap<String, TreeEntry> before, SortedMap<String, TreeEntry> now) {
        SortedSet<String> removed = new TreeSet<>();
        for (TreeEntry old : before.values()) {
            TreeEntry entry = now.get(old.path());
            boolean gone = entry == null || entry.type() != old.type();
            if (gone && !isBeneathOne(old.path(), removed)) {
                removed.add(old.path());
            }
        }
        return removed;
    }

    private static boolean isBeneathOne(String path, SortedSet<String> folders) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (folders.contains(path.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }

    private static void addFolders(String path, TreeManifest now, SortedSet<String> to) {
        for (int slash = path.lastIndexOf('/');
                slash > 0;
                slash = path.lastIndexOf('/', slash - 1)) {
            String folder = path.substring(0, slash);
            if (!now.entries().containsKey(folder) || !to.add(folder)) {
                break;
            }
        }
        if (now.entries().containsKey("")) {
            to.add("");
        }
    }
}
