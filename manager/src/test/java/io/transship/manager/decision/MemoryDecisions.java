package io.transship.manager.decision;

import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decisions in memory, or on a disk that is full. Not thread-safe. */
final class MemoryDecisions implements DecisionStore {

    final List<DecisionRecord> decisions = new ArrayList<>();
    boolean broken;

    @Override
    public void save(DecisionRecord decision) {
        if (broken) {
            throw new IllegalStateException("disk full");
        }
        decisions.add(decision);
    }

    @Override
    public List<DecisionRecord> latest(int count) {
        return decisions.reversed().stream().limit(count).toList();
    }

    @Override
    public Optional<DecisionRecord> find(String id) {
        return decisions.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
