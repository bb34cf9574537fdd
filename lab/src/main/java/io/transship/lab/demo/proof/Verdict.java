package io.transship.lab.demo.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * The checks of a demo.
 *
 * @param passed whether all of them held
 * @param checks each of them
 */
public record Verdict(boolean passed, List<Check> checks) {

    /** A verdict over checks. */
    public static Verdict of(List<Check> checks) {
        return new Verdict(checks.stream().allMatch(Check::passed), List.copyOf(checks));
    }

    /** The same with one check more. */
    public Verdict with(Check check) {
        List<Check> more = new ArrayList<>(checks);
        more.add(check);
        return of(more);
    }

    /**
     * One check.
     *
     * @param name what must hold
     * @param passed whether it does
     * @param detail what was found
     */
    public record Check(String name, boolean passed, String detail) {}
}
