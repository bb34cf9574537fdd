package io.transship.lab.demo;

import io.transship.lab.demo.screen.Timeline;
import io.transship.lab.testbed.Testbed;

/** Ctrl-C: the lab is taken down before the program ends. */
final class Interruption implements AutoCloseable {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption takesDown(Testbed lab, Timeline timeline) {
        Thread hook =
                new Thread(
                        () -> {
                            timeline.event("Interrupted; taking the lab down.");
                            timeline.mute();
                            lab.close();
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // It is at work.
        }
    }
}
