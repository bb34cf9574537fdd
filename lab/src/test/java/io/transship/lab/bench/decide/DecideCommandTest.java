package io.transship.lab.bench.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DecideCommandTest {

    @TempDir Path folder;

    private static DecideFigures figures(int k, int links, int hosts, double ms) {
        return new DecideFigures(
                k,
                k,
                links,
                hosts,
                new DecideFigures.Decision(ms, 2 * ms, ms, 1 << 20, 9),
                3,
                new DecideFigures.AllPaths(100, 100, 1, 10, 20));
    }

    @Test
    void measuresASizeWithJmhAndWritesAllThatWasAskedFor() throws IOException {
        Path json = folder.resolve("d.json");
        Path plot = folder.resolve("d.png");
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new DecideCommand()).setOut(new PrintWriter(out));

        int code =
                line.execute(
                        ("--k 4 --warm-up 0 --seconds 1 --forks 0 --baseline 1 --json " + json)
                                .concat(" --plot " + plot)
                                .split(" "));

        assertThat(code).isZero();
        assertThat(out.toString()).contains("4       20     64      16", "27 paths");
        JsonNode row = JsonMapper.builder().build().readTree(json.toFile()).path("rows").get(0);
        assertThat(row.path("k").asInt()).isEqualTo(4);
        assertThat(row.path("decision").path("bytes").asDouble()).isPositive();
        assertThat(row.path("decision").path("medianMs").asDouble()).isPositive();
        assertThat(row.path("decision").path("cpuMs").asDouble()).isPositive();
        assertThat(row.path("allPaths").path("hosts").asInt()).isEqualTo(15);
        assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1200);
    }

    @Test
    void barsAreOfTheLargestSizeAndOfTheGrowth() {
        DecideFigures small = figures(8, 100, 50, 1);
        DecideFigures large = figures(48, 1000, 500, 40);

        List<String> bars = DecideCommand.bars(List.of(small, large));

        assertThat(bars.get(0)).isEqualTo("bar at k = 48: 40.0 ms of 50 ms, kept");
        assertThat(bars.get(1))
                .startsWith("bar of growth, k = 8 to 48: 2.")
                .contains("MISSED; fitted over all sizes: (E log V)^1.");
        assertThat(DecideCommand.bars(List.of(small))).isEmpty();
    }

    @Test
    void aBaselineThatWasCutOffIsReckonedUp() {
        DecideFigures cut = figures(8, 100, 51, 2);

        assertThat(cut.allPathsMs()).isEqualTo(500);
        assertThat(cut.ratio()).isEqualTo(250);
        assertThat(cut.line(cut)).contains("cut off after 0.1 s at 10 of 50 hosts", ": 250x");
    }
}
