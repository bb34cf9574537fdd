package io.transship.lab.demo;

import io.transship.lab.demo.screen.Text;
import io.transship.lab.testbed.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps how long the stages of the lab took; of equal stages of several machines, the longest. */
final class LabStages implements Progress {

    private final Runnable accepted;
    private final Map<String, Double> longest = new LinkedHashMap<>();
    private String last = "network";

    /**
     * No stage yet.
     *
     * @param accepted runs when the first is done: nothing was wrong with this machine
     */
    LabStages(Runnable accepted) {
        this.accepted = accepted;
    }

    @Override
    public synchronized void done(String stage, Duration took) {
        if (longest.isEmpty()) {
            accepted.run();
        }
        last = stage;
        if (stage.equals("lab")) {
            return;
        }
        longest.merge(stage.split(" ", 2)[0], took.toNanos() / 1e6, Math::max);
    }

    /** The stage that was done last. */
    synchronized String latest() {
        return last + " done";
    }

    /** All of them: "network 0.61 s, engine 2.20 s". */
    synchronized String summary() {
        return longest.entrySet().stream()
                .map(each -> each.getKey() + " " + Text.seconds(each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
