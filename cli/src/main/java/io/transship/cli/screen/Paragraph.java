package io.transship.cli.screen;

import java.io.PrintWriter;

/** A long text in lines that fit; lines after the first are indented as the first, and two more. */
public final class Paragraph {

    private Paragraph() {}

    /** Prints the text in lines of at most {@code width} characters, broken at blanks. */
    public static void print(String text, int width, PrintWriter out) {
        String indent = " ".repeat(text.length() - text.stripLeading().length());
        StringBuilder line = new StringBuilder(indent);
        String between = "";
        for (String word : text.strip().split(" ", -1)) {
            if (!between.isEmpty() && line.length() + 1 + word.length() > width) {
                out.println(line);
                line = new StringBuilder(indent + "  ");
                between = "";
            }
            line.append(between).append(word);
            between = " ";
        }
        out.println(line);
    }
}
