package io.transship.lab.demo.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small pieces of text. */
public final class Text {

    private Text() {}

    /** Seconds with two decimals: "9.12 s". */
    public static String seconds(double ms) {
        return String.format(Locale.ROOT, "%.2f s", ms / 1e3);
    }

    /** Milliseconds below ten seconds, seconds above: "412 ms", "12.4 s". */
    public static String time(double ms) {
        return ms < 9_999.5
                ? String.format(Locale.ROOT, "%.0f ms", ms)
                : String.format(Locale.ROOT, "%.1f s", ms / 1e3);
    }

    /** A bar: "[######----]". */
    public static String bar(double share, int width) {
        int filled = (int) Math.floor(Math.clamp(share, 0, 1) * width);
        return "[" + "#".repeat(filled) + "-".repeat(width - filled) + "]";
    }

    /** Breaks a text into lines of at most {@code width} characters, between words. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
