package io.transship.lab.demo;

import io.transship.lab.demo.client.ClientLine;
import io.transship.lab.demo.client.ClientReport;
import io.transship.lab.demo.screen.Text;
import io.transship.lab.demo.stage.Load;
import io.transship.lab.demo.stage.Watcher;
import io.transship.lab.demo.story.Story;

/** The live line while the system acts. */
final class LiveText {

    private LiveText() {}

    static String of(Story story, MoveProgress progress, Watcher watcher, Load load) {
        String what =
                switch (story.chapter()) {
                    case PREPARING, DETECTING -> "measuring";
                    case MIGRATING -> progress.text();
                    case OVER -> "watching that it stays well";
                };
        String client = watcher.last().map(LiveText::client).orElse("no client");
        return "%s | %s | load %.1f Mbit/s".formatted(what, client, load.stream().lastBps() / 1e6);
    }

    private static String client(ClientLine line) {
        ClientReport report = line.report();
        return report.silentMs() > 250
                ? "client waits " + Text.time(report.silentMs())
                : "client %,d replies".formatted(report.counts().replies());
    }
}
