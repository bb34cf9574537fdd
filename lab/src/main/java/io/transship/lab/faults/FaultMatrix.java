package io.transship.lab.faults;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** All cases that there are, and ways to choose from them. */
final class FaultMatrix {

    private FaultMatrix() {}

    /** A step at which a kind of fault can strike. */
    private record Cell(MigrationMode mode, FaultStep step, FaultKind kind) {

        Fault fault(RandomGenerator random) {
            return new Fault(mode, step, kind, random.nextInt(3) == 0, random.nextInt(1 << 16));
        }

        /** Whether one of these is true of it: each is words of its name, joined by a plus. */
        boolean isAmong(List<String> only) {
            String name = mode + ", " + step.word() + ", " + kind.word();
            return only.isEmpty()
                    || only.stream()
                            .anyMatch(
                                    words ->
                                            Stream.of(words.split("\\+")).allMatch(name::contains));
        }
    }

    private static List<Cell> cells(List<MigrationMode> modes) {
        List<Cell> cells = new ArrayList<>();
        for (MigrationMode mode : modes) {
            for (FaultKind kind : FaultKind.values()) {
                for (FaultStep step : FaultStep.values()) {
                    if (kind.steps().contains(step) && step.occursIn(mode)) {
                        cells.add(new Cell(mode, step, kind));
                    }
                }
            }
        }
        return cells;
    }

    /** How many pairs of step and kind there are in these modes. */
    static int size(List<MigrationMode> modes) {
        return cells(modes).size();
    }

    /** So many cases, each drawn from all that are wanted; equal seeds draw the same. */
    static List<Fault> random(
            List<MigrationMode> modes, List<String> only, int runs, RandomGenerator random) {
        List<Cell> cells = wanted(modes, only);
        List<Fault> faults = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            faults.add(cells.get(random.nextInt(cells.size())).fault(random));
        }
        return faults;
    }

    /** Every pair of step and kind that is wanted once, in an order of chance. */
    static List<Fault> covering(
            List<MigrationMode> modes, List<String> only, RandomGenerator random) {
        List<Fault> faults = new ArrayList<>();
        wanted(modes, only).forEach(cell -> faults.add(cell.fault(random)));
        Collections.shuffle(faults, java.util.Random.from(random));
        return faults;
    }

    private static List<Cell> wanted(List<MigrationMode> modes, List<String> only) {
        List<Cell> cells = cells(modes).stream().filter(cell -> cell.isAmong(only)).toList();
        if (cells.isEmpty()) {
            throw new TransshipException(
                    FailureCode.USAGE, "no fault is called like one of " + only + ".");
        }
        return cells;
    }
}
