package io.transship.daemon.tree;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What matters of a member's header.
 *
 * @param path as the archive has it, one char a byte
 * @param link target of a link
 * @param type the type flag
 * @param size bytes of data that follow
 * @param isWhiteout whether a character device would have the number 0:0
 */
record TarHeader(String path, String link, char type, long size, boolean isWhiteout) {

    /** Reads a header block, overridden by the records of an extended header. */
    static TarHeader of(byte[] block, String records) {
        TarGuard.demand(text(block, 257, 6).startsWith("ustar"), "a header is not POSIX tar");
        Map<String, String> extended = records(records);
        String prefix = text(block, 345, 155);
        String name = text(block, 0, 100);
        String size = extended.get("size");
        return new TarHeader(
                path(extended, prefix.isEmpty() ? name : prefix + "/" + name),
                extended.getOrDefault("linkpath", text(block, 157, 100)),
                (char) block[156],
                size == null ? number(text(block, 124, 12), 8) : number(size, 10),
                number(text(block, 329, 8), 8) == 0 && number(text(block, 337, 8), 8) == 0);
    }

    /** Of a file with holes the header has a name of the packer's own. */
    private static String path(Map<String, String> extended, String otherwise) {
        String path = extended.getOrDefault("path", otherwise);
        String real = extended.get("GNU.sparse.name");
        TarGuard.demand(
                (real == null) == !extended.containsKey("GNU.sparse.major"),
                "a file with holes is not described");
        if (real == null) {
            return path;
        }
        TarGuard.inside(path);
        return real;
    }

    /** GNU's way to describe holes, version 1.0, is known; the map of them lies in the data. */
    private static void demandKnown(String key, String value) {
        boolean known =
                switch (key) {
                    case "GNU.sparse.major" -> value.equals("1");
                    case "GNU.sparse.minor" -> value.equals("0");
                    case "GNU.sparse.realsize" -> value.matches("[0-9]{1,15}");
                    case "GNU.sparse.name" -> true;
                    default -> !key.startsWith("GNU.");
                };
        TarGuard.demand(known, key + " is not known here");
    }

    /** "27 path=some/long/name\n", one after another. */
    private static Map<String, String> records(String text) {
        Map<String, String> found = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int blank = text.indexOf(' ', at);
            TarGuard.demand(blank > at && blank - at < 8, "an extended header is broken");
            int end = at + (int) number(text.substring(at, blank), 10);
            TarGuard.demand(
                    end > blank && end <= text.length() && text.charAt(end - 1) == '\n',
                    "an extended header is broken");
            String record = text.substring(blank + 1, end - 1);
            int equals = record.indexOf('=');
            TarGuard.demand(equals > 0, "an extended header is broken");
            String key = record.substring(0, equals);
            demandKnown(key, record.substring(equals + 1));
            found.put(key, record.substring(equals + 1));
            at = end;
        }
        return found;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private static long number(String text, int radix) {
        String digits = text.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        boolean wellFormed = digits.matches(radix == 8 ? "[0-7]{1,12}" : "[0-9]{1,15}");
        TarGuard.demand(wellFormed, "a header has no number where one belongs");
        return Long.parseLong(digits, radix);
    }
}
