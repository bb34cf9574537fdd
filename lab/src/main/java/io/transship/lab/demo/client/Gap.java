package io.transship.lab.demo.client;

/**
 * A silence between two replies that followed each other.
 *
 * @param startMs when the earlier reply came, since the first request
 * @param lengthMs until the later one came
 */
public record Gap(double startMs, double lengthMs) {

    /** When the later reply came, since the first request. */
    public double endMs() {
        return startMs + lengthMs;
    }
}
