package io.transship.lab.faults;

import io.transship.core.migration.MigrationMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** All cases that there are, and ways to choose from them. */
final class FaultMatrix {

    private FaultMatrix() {}

    /** A step at which a kind of fault can strike. */
    private record Cell(MigrationMode mode, FaultStep step, FaultKind kind) {

        Fault fault(RandomGenerator random) {
            return new Fault(mode, step, kind, random.nextInt(3) == 0, random.nextInt(1 << 16));
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

    /** So many cases, each drawn from all; equal seeds draw the same. */
    static List<Fault> random(List<MigrationMode> modes, int runs, RandomGenerator random) {
        List<Cell> cells = cells(modes);
        List<Fault> faults = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            faults.add(cells.get(random.nextInt(cells.size())).fault(random));
        }
        return faults;
    }

    /** Every pair of step and kind once, in an order of chance. */
    static List<Fault> covering(List<MigrationMode> modes, RandomGenerator random) {
        List<Fault> faults = new ArrayList<>();
        cells(modes).forEach(cell -> faults.add(cell.fault(random)));
        Collections.shuffle(faults, java.util.Random.from(random));
        return faults;
    }
}
