package io.transship.lab.faults;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Many cases, one after the other, in one lab; a new one after a case that went wrong. */
final class FaultBench {

    /** How often a case is made again where the machine was too slow for it. */
    private static final int MOST_AGAIN = 2;

    private final PrintWriter out;
    private final Optional<Path> logs;
    private final List<Finding> findings = new ArrayList<>();
    private int missed;

    /**
     * Nothing has been tried yet.
     *
     * @param logs takes the logs of cases that went wrong
     */
    FaultBench(PrintWriter out, Optional<Path> logs) {
        this.out = out;
        this.logs = logs;
    }

    /** Runs all; whether each held. */
    boolean run(List<Fault> faults) {
        int next = 0;
        while (next < faults.size()) {
            try (FaultStage stage = FaultStage.build("faults-" + ProcessHandle.current().pid())) {
                boolean clean = true;
                while (clean && next < faults.size()) {
                    clean = one(stage, faults.get(next++), faults.size());
                }
            }
        }
        tally();
        return findings.stream().allMatch(Finding::holds);
    }

    private boolean one(FaultStage stage, Fault fault, int all) {
        Finding finding = strike(stage, fault);
        for (int again = 0; again < MOST_AGAIN && finding.onlyMissed(); again++) {
            say("    again   %s".formatted(finding.line()));
            missed++;
            finding = strike(stage, fault);
        }
        findings.add(finding);
        if (!finding.holds()) {
            logs.ifPresent(folder -> keep(stage, folder));
        }
        say("%3d/%d %s".formatted(findings.size(), all, finding.line()));
        return finding.holds();
    }

    private static Finding strike(FaultStage stage, Fault fault) {
        try {
            return new FaultRun(stage, fault).run();
        } catch (TransshipException e) {
            return new Finding(fault, "", "none", "", Map.of(), List.of(e.line()), false);
        }
    }

    private void keep(FaultStage stage, Path folder) {
        try {
            new Evidence(stage, folder.resolve(String.valueOf(findings.size()))).keep();
        } catch (IOException e) {
            say("the logs could not be kept: " + e);
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private void tally() {
        say("");
        tally("mode", finding -> finding.fault().mode().word());
        tally("fault", finding -> finding.fault().mode() + ", " + finding.fault().kind().word());
        tally("step", finding -> finding.fault().step().word());
        tally("end", Finding::outcome);
        say(times());
        if (missed > 0) {
            say(
                    "%d times a deadline ended the move, not the fault, on a slow machine: made again."
                            .formatted(missed));
        }
        long held = findings.stream().filter(Finding::holds).count();
        say(
                "%d of %d faults: one serves, with its state and its count; nothing is left."
                        .formatted(held, findings.size()));
    }

    /** Means over all cases. */
    private String times() {
        Map<String, Double> sums = new LinkedHashMap<>();
        findings.forEach(
                finding ->
                        finding.parts()
                                .forEach((part, time) -> sums.merge(part, time, Double::sum)));
        return sums.entrySet().stream()
                .map(
                        part ->
                                "%s %.1f s"
                                        .formatted(
                                                part.getKey(), part.getValue() / findings.size()))
                .collect(
                        Collectors.joining(
                                ", ",
                                "mean time: ",
                                ", together %.1f s"
                                        .formatted(
                                                findings.stream()
                                                        .mapToDouble(Finding::seconds)
                                                        .average()
                                                        .orElse(0))));
    }

    private void tally(String what, Function<Finding, String> group) {
        Map<String, int[]> counts = new TreeMap<>();
        for (Finding finding : findings) {
            int[] count = counts.computeIfAbsent(group.apply(finding), none -> new int[2]);
            count[0] += finding.holds() ? 1 : 0;
            count[1]++;
        }
        counts.forEach(
                (name, count) ->
                        say("%-6s %-42s %3d of %3d".formatted(what, name, count[0], count[1])));
        say("");
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
