package io.transship.lab.bench.daemon;

import io.transship.core.model.BitRate;
import io.transship.lab.bench.migrate.Rounds;
import io.transship.lab.bench.output.BenchOutput;
import io.transship.lab.demo.stage.Stage;
import io.transship.lab.programs.Programs;
import io.transship.lab.scenarios.Shapes;
import io.transship.lab.testbed.LabSpec;
import io.transship.lab.testbed.Machine;
import io.transship.lab.testbed.Testbed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code transship bench daemon}. */
@Command(
        name = "daemon",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "What a daemon costs its host: its resident memory at rest after some moves "
                    + "(and at once after the last one, while the compilers may still be at work), "
                    + "and the time from its start to its first call. Ends with 1 if a bar is missed.",
            ""
        },
        footer = {"", "Example: transship bench daemon --moves 20"})
public final class DaemonCommand implements Callable<Integer> {

    private static final int MOST_MB = 160;
    private static final int LONGEST_START_MS = 1500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A daemon gives back every 5 s what it does not need (docs/performance.md). */
    private static final int REST_SECONDS = 15;

    /** A pattern that does not find the shell that looks for it. */
    private static final String DAEMON = "[i]o.transship.daemon.Main";

    private static final String CONFIGURATION = "/etc/transship/daemon.yaml";

    /**
     * The memory of one daemon.
     *
     * @param machine where it runs
     * @param atRestMb when all is done
     * @param atOnceMb right after the last move
     */
    private record Resident(String machine, double atRestMb, double atOnceMb) {

        String line(int moves) {
            return "daemon of %s after %d moves: %.1f MB resident, %.1f at once (bar %d MB)"
                    .formatted(machine, moves, atRestMb, atOnceMb, MOST_MB);
        }
    }

    @Option(
            names = "--moves",
            paramLabel = "N",
            defaultValue = "20",
            description = "To and fro before memory is looked at (${DEFAULT-VALUE}).")
    private int moves;

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of which the median counts (${DEFAULT-VALUE}).")
    private int starts;

    @Mixin private BenchOutput output = new BenchOutput();

    @Override
    public Integer call() throws InterruptedException {
        LabSpec spec =
                new LabSpec(
                                "bench-" + ProcessHandle.current().pid(),
                                Shapes.linear(3, BitRate.ofMbps(1000)))
                        .withManagerSetting("limits", Map.of("coolDown", "0s"))
                        .withManagerSetting("mode", "off")
                        .withManagerSetting("policy", "random");
        Programs programs = Programs.ofThisProcess();
        try (Testbed lab = Stage.up(spec, programs, (stage, took) -> {})) {
            Rounds.play(lab, moves);
            List<Machine> used = lab.machines().subList(1, 3);
            List<Double> atOnce = used.stream().map(DaemonCommand::residentMegabytes).toList();
            var _ = used.getFirst().exec(PATIENCE, "sleep", String.valueOf(REST_SECONDS));
            List<Resident> resident = new ArrayList<>();
            for (int i = 0; i < used.size(); i++) {
                Resident found =
                        new Resident(
                                used.get(i).toString(),
                                residentMegabytes(used.get(i)),
                                atOnce.get(i));
                resident.add(found);
                output.say(found.line(moves));
            }
            double start = medianStartMs(lab.machines().getFirst(), programs);
            output.say(
                    "start to first call, median of %d: %.0f ms (bar %d ms)"
                            .formatted(starts, start, LONGEST_START_MS));
            output.document("daemon", Map.of("moves", moves, "rows", resident, "startMs", start));
            boolean small = resident.stream().allMatch(each -> each.atRestMb() <= MOST_MB);
            return small && start <= LONGEST_START_MS ? 0 : 1;
        }
    }

    private static double residentMegabytes(Machine machine) {
        String shown =
                machine.exec(
                                PATIENCE,
                                "sh",
                                "-c",
                                "grep VmRSS /proc/$(pgrep -o -f '" + DAEMON + "')/status")
                        .output();
        return Long.parseLong(shown.replaceAll("\\D", "")) * 1024 / 1e6;
    }

    /** On a host that no container uses; its own daemon is ended before. */
    private double medianStartMs(Machine machine, Programs programs) {
        var _ = machine.exec(PATIENCE, "pkill", "-f", DAEMON);
        List<Double> times = new ArrayList<>();
        for (int start = 0; start < starts; start++) {
            var _ =
                    machine.exec(
                            PATIENCE,
                            "sh",
                            "-c",
                            "while pgrep -f '" + DAEMON + "'; do sleep 0.1; done");
            times.add(startMs(machine, programs));
        }
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private static double startMs(Machine machine, Programs programs) {
        long before = System.nanoTime();
        Process daemon = machine.start(programs.daemon(CONFIGURATION));
        try (BufferedReader words = daemon.inputReader(StandardCharsets.UTF_8)) {
            for (String line = words.readLine(); line != null; line = words.readLine()) {
                if (line.startsWith("ready")) {
                    return (System.nanoTime() - before) / 1e6;
                }
            }
            throw new IllegalStateException("the daemon of " + machine + " does not start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            daemon.destroyForcibly();
        }
    }
}
