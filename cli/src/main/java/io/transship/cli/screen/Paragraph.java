package io.transship.cli.screen;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A long text in lines that fit; lines after the first are indented as the first, and two more. */
public final class Paragraph {

    private Paragraph() {}

    /** Prints the text in lines that the terminal has room for and that read well. */
    public static void print(String text, PrintWriter out) {
        print(text, Terminal.readable(), out);
    }

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

    /** Prints a sentence in lines that the terminal has room for and that read well. */
    public static void sentence(String text, PrintWriter out) {
        lines(text, Terminal.readable()).forEach(out::println);
    }

    /** The text in lines of at most {@code width} characters; a word that is longer is cut. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
