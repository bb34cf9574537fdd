package io.transship.manager.service;

import io.transship.core.effect.MoveEffects;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.limits.Deliberation.Wish;
import io.transship.core.limits.Ruling;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.view.NetworkView;
import io.transship.manager.api.Counsel;
import io.transship.manager.decision.DecisionLoop;
import io.transship.manager.decision.MigrationRunner;
import io.transship.manager.document.DecisionDocument;
import io.transship.manager.document.EffectDocument;
import io.transship.manager.document.ViewDocument;
import io.transship.manager.migration.MigrationRequest;
import io.transship.manager.store.DecisionNotes;
import io.transship.manager.store.DecisionNotes.Note;
import io.transship.manager.store.DecisionRecord;
import io.transship.manager.store.DecisionRecord.Outcome;
import io.transship.manager.store.DecisionStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes decisions again, tries policies, and has proposals carried out. Thread-safe. */
public final class LiveCounsel implements Counsel {

    /**
     * What it works with.
     *
     * @param decisions of this manager and earlier ones
     * @param notes on them
     * @param policies by their names
     * @param loop decides on the network as it is
     * @param runner the door to every move
     * @param awaited who waits for a migration to begin
     */
    public record Parts(
            DecisionStore decisions,
            DecisionNotes notes,
            Function<String, Policy> policies,
            DecisionLoop loop,
            MigrationRunner runner,
            AwaitedMoves awaited) {}

    private final Parts parts;
    private final Fleet fleet;
    private final long seed;
    private final Function<DecisionRecord, MigrationRequest> requests;
    private final Clock clock;

    /**
     * Counsel on these.
     *
     * @param seed of what a tried policy leaves to chance
     * @param requests the move of a proposal, in the configured mode
     */
    public LiveCounsel(
            Parts parts,
            Fleet fleet,
            long seed,
            Function<DecisionRecord, MigrationRequest> requests,
            Clock clock) {
        this.parts = parts;
        this.fleet = fleet;
        this.seed = seed;
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public Map<String, Object> replay(String decision, Optional<String> policy) {
        DecisionRecord record = known(decision);
        Policy deciding = parts.policies().apply(policy.orElse(record.policy()));
        NetworkView view = ViewDocument.read(record.view());
        Decision again = deciding.decide(question(record), view);
        Map<String, Object> original = original(record);
        Map<String, Object> repeated = answer(again, view);
        List<Map<String, Object>> differences = differences(original, repeated);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", record.id());
        document.put("at", record.at().toString());
        document.put("original", original);
        document.put("again", repeated);
        document.put("same", differences.isEmpty());
        document.put("differences", differences);
        return document;
    }

    private static Evaluation question(DecisionRecord record) {
        Optional<MoveSource> source =
                record.container()
                        .flatMap(
                                container ->
                                        record.source()
                                                .map(host -> new MoveSource(container, host)));
        return new Evaluation(source, record.seed());
    }

    private static Map<String, Object> original(DecisionRecord record) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("policy", record.policy());
        document.put("decision", record.target().isPresent() ? "move" : "stay");
        record.container().ifPresent(each -> document.put("container", each.name()));
        record.source().ifPresent(each -> document.put("source", each.name()));
        record.target().ifPresent(each -> document.put("target", each.name()));
        document.put("summary", record.explanation().getOrDefault("summary", record.summary()));
        document.put("candidates", record.explanation().getOrDefault("candidates", List.of()));
        return document;
    }

    private static Map<String, Object> answer(Decision decision, NetworkView view) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("policy", decision.explanation().policy());
        document.put("decision", decision instanceof Decision.Move ? "move" : "stay");
        if (decision instanceof Decision.Move move) {
            document.put("container", move.container().name());
            document.put("source", move.source().name());
            document.put("target", move.target().name());
        }
        document.putAll(DecisionDocument.of(decision.explanation()));
        if (decision instanceof Decision.Move move) {
            MoveSource source = new MoveSource(move.container(), move.source());
            document.put("effects", EffectDocument.of(MoveEffects.of(source, move.target(), view)));
        }
        return document;
    }

    /** {@code [{what, original, again}]}: the answer, and each candidate that differs. */
    private static List<Map<String, Object>> differences(
            Map<String, Object> original, Map<String, Object> again) {
        List<Map<String, Object>> differences = new ArrayList<>();
        for (String key : List.of("policy", "decision", "target", "summary")) {
            compare(key, original.get(key), again.get(key), differences);
        }
        Map<String, String> before = candidates(original);
        Map<String, String> after = candidates(again);
        Set<String> hosts = new LinkedHashSet<>(before.keySet());
        hosts.addAll(after.keySet());
        hosts.forEach(host -> compare(host, before.get(host), after.get(host), differences));
        return differences;
    }

    private static void compare(
            String what,
            @Nullable Object before,
            @Nullable Object after,
            List<Map<String, Object>> differences) {
        String was = before == null ? "" : before.toString();
        String is = after == null ? "" : after.toString();
        if (!was.equals(is)) {
            Map<String, Object> difference = new LinkedHashMap<>();
            difference.put("what", what);
            difference.put("original", was);
            difference.put("again", is);
            differences.add(difference);
        }
    }

    private static Map<String, String> candidates(Map<String, Object> answer) {
        Map<String, String> words = new LinkedHashMap<>();
        if (answer.get("candidates") instanceof List<?> list) {
            for (Object each : list) {
                Map<?, ?> candidate = (Map<?, ?>) each;
                Object score = candidate.get("score");
                words.put(
                        String.valueOf(candidate.get("host")),
                        candidate.get("verdict")
                                + (score == null ? "" : ", " + score)
                                + ": "
                                + candidate.get("reason"));
            }
        }
        return words;
    }

    @Override
    public List<Map<String, Object>> attempt(String name, Optional<ContainerId> container) {
        Policy policy = parts.policies().apply(name);
        if (container.isEmpty() && !policy.needsSource()) {
            return List.of(tried(policy, Evaluation.ofAnySource(seed)));
        }
        List<MoveSource> sources =
                container
                        .map(each -> List.of(new MoveSource(each, Whereabouts.of(each, fleet))))
                        .orElseGet(this::running);
        return sources.stream().map(source -> tried(policy, Evaluation.of(source, seed))).toList();
    }

    private List<MoveSource> running() {
        return fleet.containers().stream()
                .filter(each -> each.running())
                .map(each -> new MoveSource(each.order().name(), each.host()))
                .toList();
    }

    private Map<String, Object> tried(Policy policy, Evaluation question) {
        Ruling ruling = parts.loop().attempt(policy, question, Wish.MANAGER);
        Map<String, Object> document = answer(ruling.decision(), ruling.view());
        document.putAll(DecisionDocument.of(ruling));
        return document;
    }

    @Override
    public String approve(String id) {
        DecisionRecord record = proposal(id);
        MigrationRequest request = requests.apply(record);
        Ruling ruling =
                parts.loop()
                        .attempt(
                                parts.policies().apply(record.policy()),
                                question(record),
                                Wish.MANAGER);
        demandSame(request, ruling);
        CompletableFuture<String> migration = parts.awaited().expect(request);
        try {
            parts.runner()
                    .approve(
                            request,
                            record.id(),
                            () -> note(record, "approved", Map.of()),
                            () -> parts.awaited().forget(request))
                    .ifPresent(
                            why -> {
                                throw limited(why.toString());
                            });
            return LiveOrders.await(migration);
        } catch (TransshipException e) {
            parts.awaited().forget(request);
            throw e;
        }
    }

    /** What was proposed must be what policy and limits would say now. */
    private void demandSame(MigrationRequest request, Ruling ruling) {
        HostId here = Whereabouts.of(request.container(), fleet);
        if (!here.equals(request.source())) {
            throw stale(
                    "%s is on %s now, not on %s."
                            .formatted(request.container(), here, request.source()));
        }
        ruling.objection()
                .ifPresent(
                        why -> {
                            throw limited(why.toString());
                        });
        if (ruling.decision() instanceof Decision.Move move) {
            HostId now = move.target();
            if (!now.equals(request.target())) {
                throw stale(
                        "the policy would now choose %s, not %s.".formatted(now, request.target()));
            }
        } else {
            throw stale(
                    "the policy would now let it stay: "
                            + ruling.decision().explanation().summary());
        }
    }

    @Override
    public void reject(String id, String reason) {
        DecisionRecord record = proposal(id);
        note(record, "rejected", reason.isEmpty() ? Map.of() : Map.of("reason", reason));
    }

    private void note(DecisionRecord record, String kind, Map<String, Object> data) {
        parts.notes().add(new Note(record.id(), clock.instant(), kind, data));
    }

    private DecisionRecord proposal(String id) {
        DecisionRecord record = known(id);
        if (record.outcome() != Outcome.PROPOSED) {
            throw stale("decision " + id + " is no proposal: " + record.outcome().word() + ".");
        }
        parts.notes().on(List.of(id)).stream()
                .map(Note::kind)
                .filter(kind -> kind.equals("approved") || kind.equals("rejected"))
                .findFirst()
                .ifPresent(
                        kind -> {
                            throw stale("proposal " + id + " is " + kind + " already.");
                        });
        return record;
    }

    private DecisionRecord known(String id) {
        return parts.decisions()
                .find(id)
                .orElseThrow(
                        () ->
                                new TransshipException(
                                        FailureCode.DECISION_UNKNOWN,
                                        "there is no decision '" + id + "'."));
    }

    private static TransshipException stale(String message) {
        return new TransshipException(FailureCode.DECISION_STALE, message);
    }

    private static TransshipException limited(String words) {
        return new TransshipException(FailureCode.MOVE_LIMITED, words + ".");
    }
}
