package io.transship.lab.demo.screen;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.DoubleSupplier;

/**
 * Lines with the seconds since the beginning, and one live line below them that is written over on
 * a terminal and left out, but for a few, elsewhere. Thread-safe.
 */
public final class Timeline {

    /** No line is longer. */
    public static final int WIDTH = 100;

    private static final int LEAD = 10;
    private static final double PLAIN_PERIOD_SECONDS = 5;

    private PrintStream out;
    private final boolean terminal;
    private final DoubleSupplier secondsSinceStart;
    private boolean live;
    private double lastPlain = Double.NEGATIVE_INFINITY;

    /**
     * A timeline.
     *
     * @param terminal whether {@code out} can write over its last line
     * @param secondsSinceStart the clock
     */
    public Timeline(PrintStream out, boolean terminal, DoubleSupplier secondsSinceStart) {
        this.out = out;
        this.terminal = terminal;
        this.secondsSinceStart = secondsSinceStart;
    }

    /** Something happened, now. */
    public synchronized void event(String text) {
        eraseLive();
        lastPlain = Double.NEGATIVE_INFINITY;
        String lead = String.format("%7.2f s ", secondsSinceStart.getAsDouble());
        for (String line : Text.wrap(text, WIDTH - LEAD)) {
            out.println(lead + line);
            lead = " ".repeat(LEAD);
        }
    }

    /** A line below an event, as it is, indented under it. */
    public synchronized void detail(String line) {
        eraseLive();
        out.println((" ".repeat(LEAD) + line).stripTrailing());
    }

    /** A line at the margin. */
    public synchronized void plain(String line) {
        eraseLive();
        out.println(line);
    }

    /**
     * What goes on at the moment. Written over by the next line on a terminal; elsewhere one each
     * five seconds is printed.
     */
    public synchronized void live(String text) {
        double now = secondsSinceStart.getAsDouble();
        String whole = String.format("%7.2f s ", now) + text;
        String line = whole.substring(0, Math.min(whole.length(), WIDTH - 1));
        if (terminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
            live = true;
        } else if (now - lastPlain >= PLAIN_PERIOD_SECONDS) {
            boolean first = lastPlain == Double.NEGATIVE_INFINITY;
            lastPlain = now;
            if (!first) {
                out.println(line);
            }
        }
    }

    /** Prints nothing any more. */
    public synchronized void mute() {
        eraseLive();
        out.flush();
        out = new PrintStream(OutputStream.nullOutputStream());
    }

    private void eraseLive() {
        if (live) {
            out.print("\r\u001b[K");
            live = false;
        }
    }
}
