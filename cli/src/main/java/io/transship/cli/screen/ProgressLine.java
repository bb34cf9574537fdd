package io.transship.cli.screen;

import java.io.PrintWriter;

/**
 * A line that changes while something goes on: in place on a terminal, else a line for each new
 * step. Not thread-safe.
 */
public final class ProgressLine {

    private static final int BAR = 30;
    private static final int WIDTH = 79;

    private final PrintWriter out;
    private final boolean terminal;
    private String lastStep = "";
    private boolean open;

    /** Prints to {@code out}. */
    public ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Shows how far it is.
     *
     * @param done of {@code total}; no bar if total is zero
     */
    public void show(String step, String detail, long done, long total) {
        if (terminal) {
            String line = (bar(done, total) + step + "  " + detail).stripTrailing();
            String cut = line.substring(0, Math.min(WIDTH, line.length()));
            out.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            out.flush();
            open = true;
        } else if (!step.equals(lastStep)) {
            out.println(step);
            out.flush();
        }
        lastStep = step;
    }

    /** Leaves the line. */
    public void end() {
        if (open) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
            open = false;
        }
    }

    private static String bar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        int filled = (int) Math.min(BAR, Math.max(0, done * BAR / total));
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] ";
    }
}
