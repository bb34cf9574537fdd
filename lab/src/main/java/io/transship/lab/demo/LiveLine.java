package io.transship.lab.demo;

import io.transship.lab.demo.screen.Timeline;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps the timeline's live line fresh while the demo waits. */
final class LiveLine implements AutoCloseable {

    private static final long PERIOD_MS = 200;

    private final Timeline timeline;
    private final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("live").factory());
    private volatile Supplier<String> text = () -> "";

    LiveLine(Timeline timeline) {
        this.timeline = timeline;
        ScheduledFuture<?> _ =
                clockwork.scheduleAtFixedRate(
                        this::show, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** Shows this from now on; nothing while the text is empty. */
    void show(Supplier<String> what) {
        text = what;
    }

    /** Shows nothing from now on. */
    void hide() {
        text = () -> "";
    }

    private void show() {
        String now = text.get();
        if (!now.isEmpty()) {
            timeline.live(now);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
