package io.transship.lab.demo.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what an iperf3 client says each second ({@code --json-stream}). Thread-safe. */
public final class LoadStream {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final List<Double> bitsPerSecond = new ArrayList<>();
    private Optional<String> error = Optional.empty();
    private boolean started;

    /** Takes a line of its output. */
    public synchronized void line(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        JsonNode node = MAPPER.readTree(line);
        switch (node.path("event").asString("")) {
            case "start" -> started = true;
            case "interval" -> bitsPerSecond.add(node.at("/data/sum/bits_per_second").asDouble(0));
            case "error" -> error = Optional.of(node.path("data").asString("unknown"));
            default -> {}
        }
    }

    /** Whether the connection was made. */
    public synchronized boolean started() {
        return started;
    }

    /** What iperf3 complained of. */
    public synchronized Optional<String> error() {
        return error;
    }

    /** Bit/s of every second so far. */
    public synchronized List<Double> bitsPerSecond() {
        return List.copyOf(bitsPerSecond);
    }

    /** Bit/s of the last second; 0 before the first. */
    public synchronized double lastBps() {
        return bitsPerSecond.isEmpty() ? 0 : bitsPerSecond.getLast();
    }

    /** How many seconds it has told of. */
    public synchronized int seconds() {
        return bitsPerSecond.size();
    }

    /** Whether something went in a second after the first {@code seconds}. */
    public synchronized boolean wentAfter(int seconds) {
        return bitsPerSecond.stream().skip(seconds).anyMatch(bps -> bps >= 1);
    }

    /** Seconds in which nothing went, so far. */
    public synchronized int silentSeconds() {
        return (int) bitsPerSecond.stream().filter(bps -> bps < 1).count();
    }
}
