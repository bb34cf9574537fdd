package io.transship.daemon.checkpoint.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code /proc/PID/mountinfo}.
 *
 * @param path where it is mounted
 * @param isPrivateTmpfs whether it is a whole memory file system that is shared with no other mount
 * @param options of the file system
 */
record MountLine(String path, boolean isPrivateTmpfs, String options) {

    private static final int ROOT = 3;
    private static final int PATH = 4;
    private static final int SHARING = 6;
    private static final int FIELDS_BEHIND = 3;

    /** All of a file whose path no other line has; lines that are not understood are left out. */
    static List<MountLine> read(List<String> lines) {
        List<MountLine> all = new ArrayList<>();
        for (String line : lines) {
            String[] sides = line.split(" - ", -1);
            String[] before = sides[0].split(" ", -1);
            String[] behind = sides.length < 2 ? new String[0] : sides[1].split(" ", -1);
            if (before.length >= SHARING && behind.length >= FIELDS_BEHIND) {
                boolean whole = before[ROOT].equals("/") && before.length == SHARING;
                all.add(new MountLine(before[PATH], whole && behind[0].equals("tmpfs"), behind[2]));
            }
        }
        return all.stream()
                .filter(
                        each ->
                                all.stream().filter(one -> one.path().equals(each.path())).count()
                                        == 1)
                .toList();
    }
}
