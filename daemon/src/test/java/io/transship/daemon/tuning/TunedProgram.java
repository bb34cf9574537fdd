package io.transship.daemon.tuning;

import java.io.IOException;
import java.nio.file.Path;

/** A daemon as far as tuning goes: a container moves until somebody kills it. */
final class TunedProgram {

    private TunedProgram() {}

    /** Notes and buckets. */
    public static void main(String[] arguments) throws IOException {
        TuningSettings both = new TuningSettings(true, Integer.parseInt(arguments[1]));
        Tuning.of(both, Path.of("/"), Path.of(arguments[0])).begins("m1");
        System.out.println("tuned");
        while (System.in.read() >= 0) {
            // Nobody says anything.
        }
    }
}
