package io.transship.daemon.tree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The names of members as tar lists them with the quoting style "escape". */
final class TarNames {

    private static final String LETTERS = "abfnrtv";
    private static final byte[] MEANT = {7, 8, 12, 10, 13, 9, 11};

    private TarNames() {}

    /** Paths from the tree's root, one char a byte. */
    static Set<String> read(String listing) {
        Set<String> paths = new HashSet<>();
        listing.lines().map(TarNames::meant).map(TarNames::path).forEach(paths::add);
        return paths;
    }

    private static String path(String name) {
        String path = name.startsWith("./") ? name.substring(2) : name;
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String meant(String quoted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(quoted.length());
        int at = 0;
        while (at < quoted.length()) {
            char each = quoted.charAt(at);
            char next = at + 1 < quoted.length() ? quoted.charAt(at + 1) : 0;
            if (each != '\\' || next == 0) {
                bytes.write(each);
                at += 1;
            } else if (next >= '0' && next <= '3' && at + 3 < quoted.length()) {
                bytes.write(Integer.parseInt(quoted.substring(at + 1, at + 4), 8));
                at += 4;
            } else {
                int letter = LETTERS.indexOf(next);
                bytes.write(letter < 0 ? next : MEANT[letter]);
                at += 2;
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
