package io.transship.lab.demo;

import io.transship.lab.demo.proof.DemoResult;
import io.transship.lab.demo.stage.LoadStream;
import io.transship.lab.demo.stage.StagePlan;
import io.transship.lab.demo.story.Story;
import java.util.List;

/** What the load stream saw. */
final class LoadFigures {

    private LoadFigures() {}

    static DemoResult.Load of(LoadStream stream, Story story, StagePlan plan, boolean survived) {
        List<Double> seconds = stream.bitsPerSecond();
        int before = (int) (story.untilOrderMs() / 1000);
        double mean =
                seconds.stream()
                        .limit(Math.max(1, before))
                        .mapToDouble(bps -> bps)
                        .average()
                        .orElse(0);
        return new DemoResult.Load(
                survived,
                plan.load(story.decision().path("source").asString("")).bps(),
                (long) mean,
                stream.silentSeconds());
    }
}
