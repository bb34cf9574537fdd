package io.transship.lab.faults;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of one fault.
 *
 * @param fault the case
 * @param detail what was done exactly, for people
 * @param outcome the phase in which the migration ended; "refused" if it was never begun
 * @param code why it was not committed; empty if it was
 * @param parts how long the parts of the case took, in seconds
 * @param wrong what must not be; empty: the fault was overcome
 * @param missed whether a deadline ended the migration and not the fault, of which it then says
 *     nothing
 */
record Finding(
        Fault fault,
        String detail,
        String outcome,
        String code,
        Map<String, Double> parts,
        List<String> wrong,
        boolean missed) {

    Finding {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    boolean holds() {
        return wrong.isEmpty() && !missed;
    }

    /** Whether nothing is wrong but that the fault came too late to strike. */
    boolean onlyMissed() {
        return wrong.isEmpty() && missed;
    }

    /** From the client's readiness to the last check. */
    double seconds() {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** One line for people. */
    String line() {
        return "%-4s %-62s %-12s %-20s %5.1f s%s%s"
                .formatted(
                        onlyMissed() ? "miss" : holds() ? "ok" : "FAIL",
                        fault,
                        outcome,
                        code,
                        seconds(),
                        detail.isEmpty() ? "" : "  " + detail,
                        wrong.isEmpty() ? "" : "\n     " + String.join("\n     ", wrong));
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("mode", fault.mode().word());
        document.put("step", fault.step().word());
        document.put("kind", fault.kind().word());
        document.put("lasting", fault.lasting());
        document.put("detail", detail);
        document.put("outcome", outcome);
        document.put("code", code);
        document.put("seconds", seconds());
        document.put("parts", parts);
        document.put("holds", holds());
        document.put("wrong", wrong);
        return document;
    }
}
