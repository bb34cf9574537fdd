package io.transship.core.forecast;

import java.util.List;

/** The mean of other models; whoever owns them feeds them. Not thread-safe. */
final class Ensemble implements Forecaster {

    static final String NAME = "ensemble";

    private final List<Forecaster> members;

    Ensemble(List<Forecaster> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The members have it. */
    @Override
    public void add(double value) {}

    @Override
    public double ahead(int steps) {
        double sum = 0;
        for (Forecaster member : members) {
            sum += member.ahead(steps);
        }
        return sum / members.size();
    }
}
