package io.transship.manager.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Decisions and the notes on them, in memory. */
public final class MemoryDecisions implements DecisionStore, DecisionNotes {

    private final List<DecisionRecord> decisions = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    /** Whether nothing more can be kept. */
    public boolean broken;

    @Override
    public void save(DecisionRecord decision) {
        demandRoom();
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

    @Override
    public void add(Note note) {
        demandRoom();
        notes.add(note);
    }

    @Override
    public List<Note> on(Collection<String> ids) {
        return notes.stream().filter(note -> ids.contains(note.decision())).toList();
    }

    @Override
    public List<Proposal> unanswered() {
        return decisions.stream()
                .filter(each -> each.outcome() == DecisionRecord.Outcome.PROPOSED)
                .filter(each -> kinds(each.id()).isEmpty())
                .map(
                        each ->
                                new Proposal(
                                        each.id(),
                                        each.container().orElseThrow(),
                                        each.source().orElseThrow()))
                .toList();
    }

    @Override
    public List<String> withoutEnd() {
        return decisions.stream()
                .filter(
                        each ->
                                each.outcome() == DecisionRecord.Outcome.MOVE
                                        || kinds(each.id()).contains("approved"))
                .map(DecisionRecord::id)
                .filter(id -> kinds(id).stream().noneMatch(ENDS::contains))
                .toList();
    }

    private void demandRoom() {
        if (broken) {
            throw new IllegalStateException("disk full");
        }
    }

    /** Oldest first. */
    public List<DecisionRecord> all() {
        return List.copyOf(decisions);
    }

    /** What has become of that decision. */
    public List<String> kinds(String id) {
        return on(List.of(id)).stream().map(Note::kind).toList();
    }
}
