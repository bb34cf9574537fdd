package io.transship.lab.demo.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a stream, for an error message. Thread-safe. */
final class Tail {

    private static final int LINES = 5;

    private final Deque<String> lines = new ArrayDeque<>();

    /** Reads until the end, on a thread of its own. */
    static Tail of(BufferedReader reader) {
        Tail tail = new Tail();
        Thread.startVirtualThread(() -> tail.readAll(reader));
        return tail;
    }

    private void readAll(BufferedReader reader) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(" + e.getMessage() + ")");
        }
    }

    synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    @Override
    public synchronized String toString() {
        return String.join(" / ", lines);
    }
}
