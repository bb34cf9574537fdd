package io.transship.manager.decision;

import io.transship.manager.event.EventSink;
import io.transship.manager.measurement.LoadBoard;
import io.transship.manager.store.DecisionStore;

/**
 * What the decision loop works with.
 *
 * @param views takes network views
 * @param board what the collectors know
 * @param customizedMode the collectors' switch
 * @param store keeps decisions
 * @param events tells what happens
 * @param runner the door to every move
 */
public record DecisionParts(
        ViewAssembler views,
        LoadBoard board,
        CustomizedMode customizedMode,
        DecisionStore store,
        EventSink events,
        MigrationRunner runner) {}
