package io.transship.manager.store;

import java.util.List;
import java.util.Optional;

/** Keeps decisions. Thread-safe. A store that fails throws; who decides goes on without it. */
public interface DecisionStore {

    /** Keeps a decision. */
    void save(DecisionRecord decision);

    /** The newest decisions, newest first. */
    List<DecisionRecord> latest(int count);

    /** A decision by its id. */
    Optional<DecisionRecord> find(String id);
}
