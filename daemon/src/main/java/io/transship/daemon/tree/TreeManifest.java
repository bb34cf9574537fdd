package io.transship.daemon.tree;

import io.transship.core.model.ByteCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was in a tree at one moment.
 *
 * <p>Two things keep the time of change from telling the whole truth, and such entries count as
 * changed: kernels count time in ticks, so one that changed within the last tick may change again
 * and show the same time; and what a program writes through a shared mapping shows late.
 */
public final class TreeManifest {

    /** Longer than a tick of any kernel. */
    private static final long TICK_NANOS = 30_000_000;

    private final SortedMap<String, TreeEntry> entries = new TreeMap<>();
    private final long settledBefore;
    private final Set<Long> mapped;

    /**
     * What was found.
     *
     * @param begunNanos when the look began, in ns since 1970
     * @param mapped inodes that programs have mapped to write to
     */
    public TreeManifest(List<TreeEntry> found, long begunNanos, Set<Long> mapped) {
        found.stream()
                .filter(each -> each.type() != 's')
                .forEach(each -> entries.put(each.path(), each));
        this.settledBefore = begunNanos - TICK_NANOS;
        this.mapped = Set.copyOf(mapped);
    }

    /**
     * The same after these paths were sent. What is not in it came into being after the look, and
     * may be gone before the next one.
     */
    public TreeManifest plus(Set<String> paths) {
        List<TreeEntry> all = new ArrayList<>(entries.values());
        paths.stream()
                .filter(each -> !entries.containsKey(each))
                .forEach(each -> all.add(new TreeEntry(each, '?', 0, 0, 0, "")));
        return new TreeManifest(all, settledBefore + TICK_NANOS, mapped);
    }

    /** By path; a folder stands before what is in it. Sockets are left out: nobody carries them. */
    public SortedMap<String, TreeEntry> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    /** The lengths of all files together; a file of several names counts once. */
    public ByteCount size() {
        return new ByteCount(
                entries.values().stream()
                        .filter(each -> each.type() == 'f')
                        .collect(Collectors.toMap(TreeEntry::inode, TreeEntry::size, Math::max))
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    /** A device file, which can't be carried, if there is one. */
    public Optional<TreeEntry> device() {
        return entries.values().stream().filter(TreeEntry::isDevice).findFirst();
    }

    boolean mayChangeUnseen(TreeEntry entry) {
        return entry.changedNanos() >= settledBefore || isMapped(entry);
    }

    boolean isMapped(TreeEntry entry) {
        return mapped.contains(entry.inode());
    }
}
