package io.transship.manager.policy.user;

import io.transship.core.failure.FailureCode;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.StayReason;
import io.transship.core.view.NetworkView;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user's policy. Where it fails nothing moves: its process is ended, an event says what was
 * wrong, and it is asked again after a while that doubles each time. After five failures in a row
 * it is switched off until the configuration changes. Thread-safe; one question at a time.
 */
final class UserPolicy implements Policy {

    static final int FAILURES_ALLOWED = 5;

    private static final Logger LOG = LoggerFactory.getLogger(UserPolicy.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final String name;
    private final boolean needsSource;
    private final List<Path> jars;
    private final UserPolicySettings settings;
    private final EventSink events;
    private final Clock clock;

    private @Nullable PolicyProcess process;
    private int failures;
    private Instant askAgain = Instant.MIN;
    private String lastFailure = "";

    /** The policy of that name in {@code jars}; starts nothing before it is asked. */
    UserPolicy(
            PolicyJars.Listed listed,
            List<Path> jars,
            UserPolicySettings settings,
            EventSink events,
            Clock clock) {
        this.name = listed.name();
        this.needsSource = listed.needsSource();
        this.jars = List.copyOf(jars);
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean needsSource() {
        return needsSource;
    }

    @Override
    public synchronized Decision decide(Evaluation evaluation, NetworkView view) {
        if (failures >= FAILURES_ALLOWED) {
            return stay(
                    "is switched off after %d failures in a row, until the configuration changes"
                            .formatted(failures),
                    evaluation,
                    view);
        }
        if (clock.instant().isBefore(askAgain)) {
            return stay("failed just now and is not asked again yet", evaluation, view);
        }
        try {
            Map<String, Object> answer =
                    running().ask(Wire.decide(name, evaluation, view), settings.deadline());
            Decision decision = new AnswerCheck(name, evaluation, view).check(read(answer));
            failures = 0;
            return decision;
        } catch (PolicyFailure e) {
            failed(String.valueOf(e.getMessage()));
            return stay("failed", evaluation, view);
        }
    }

    private static Decision read(Map<String, Object> answer) throws PolicyFailure {
        try {
            return Wire.decision(answer);
        } catch (IllegalArgumentException e) {
            throw new PolicyFailure("its answer is no decision: " + e.getMessage());
        }
    }

    private PolicyProcess running() throws PolicyFailure {
        PolicyProcess there = process;
        if (there == null || !there.isAlive()) {
            there = PolicyProcess.start(jars, settings);
            process = there;
            there.ask(Wire.list(settings.settings()), settings.startDeadline());
        }
        return there;
    }

    private void failed(String why) {
        close();
        failures++;
        lastFailure = why;
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
        askAgain = clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        boolean off = failures >= FAILURES_ALLOWED;
        LOG.warn("{}: policy {}: {}", FailureCode.POLICY_FAILED, name, why);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("policy", name);
        data.put("code", FailureCode.POLICY_FAILED.name());
        data.put("message", why);
        data.put("mend", FailureCode.POLICY_FAILED.mend());
        data.put("failures", failures);
        data.put("off", off);
        events.emit(new Event(clock.instant(), EventTypes.POLICY_FAILED, data));
    }

    private Decision stay(String what, Evaluation evaluation, NetworkView view) {
        Optional<HostId> source = evaluation.source().map(MoveSource::host);
        List<Candidate> candidates =
                view.hosts().keySet().stream()
                        .filter(host -> source.filter(host::equals).isEmpty())
                        .map(host -> Candidate.notOffered(host, "the policy gave no answer"))
                        .toList();
        String summary = "The policy %s %s: %s.".formatted(name, what, lastFailure);
        return new Decision.Stay(
                StayReason.POLICY_FAILED,
                new Explanation(name, evaluation.seed(), summary, candidates));
    }

    /** Ends its process; it is started anew when it is asked again. */
    synchronized void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
