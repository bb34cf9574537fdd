package io.transship.manager;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.core.policy.Candidate;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Explanation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.StayReason;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.core.view.NetworkView;
import io.transship.manager.config.ManagerConfig;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import io.transship.manager.policy.expression.ExpressionPolicy;
import io.transship.manager.policy.user.UserPolicies;
import io.transship.manager.policy.user.UserPolicySettings;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All policies that a configuration can name: the catalogue's, {@code expression}, and those of
 * users' jars. Thread-safe.
 */
public final class PolicyShelf implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyShelf.class);

    private final EventSink events;
    private final Clock clock;
    private @Nullable UserPolicies users;
    private @Nullable ManagerConfig config;

    PolicyShelf(EventSink events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * The policy that the manager starts with. Where none of a user's jars has it, because it is
     * broken, it is one that never moves anything: the manager does its other work.
     *
     * @throws TransshipException CONFIG_INVALID or POLICY_UNKNOWN
     */
    synchronized Policy first(ManagerConfig starting) {
        use(starting, load(starting));
        return find(starting.policy())
                .orElseGet(
                        () -> {
                            if (starting.policyJars().isEmpty()) {
                                throw unknown(starting.policy());
                            }
                            tellAbsent(starting.policy());
                            return new AbsentPolicy(starting.policy());
                        });
    }

    /**
     * The policy of a changed configuration, which is used from now on; one that was switched off
     * is tried again.
     *
     * @throws TransshipException CONFIG_INVALID or POLICY_UNKNOWN; what was used stays
     */
    synchronized Policy change(ManagerConfig changed) {
        ManagerConfig usedBefore = config;
        UserPolicies before = users;
        UserPolicies loaded = load(changed);
        config = changed;
        users = loaded;
        Optional<Policy> found = find(changed.policy());
        if (found.isEmpty()) {
            config = usedBefore;
            users = before;
            loaded.close();
            throw unknown(changed.policy());
        }
        if (before != null) {
            before.close();
        }
        return found.get();
    }

    private void use(ManagerConfig using, UserPolicies loaded) {
        config = using;
        users = loaded;
    }

    private UserPolicies load(ManagerConfig from) {
        return UserPolicies.load(
                new UserPolicySettings(
                        from.policyJars(),
                        from.policySettings(),
                        from.policyDeadline(),
                        from.policyMemory()),
                events,
                clock);
    }

    /** All names. */
    public synchronized SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(PolicyCatalog.names());
        names.add(ExpressionPolicy.NAME);
        if (users != null) {
            names.addAll(users.names());
        }
        return Collections.unmodifiableSortedSet(names);
    }

    /**
     * The policy of that name, with the settings in use.
     *
     * @throws TransshipException POLICY_UNKNOWN, with all names; CONFIG_INVALID for expressions
     */
    public synchronized Policy policy(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private Optional<Policy> find(String name) {
        if (config == null) {
            return Optional.empty();
        }
        if (PolicyCatalog.names().contains(name)) {
            return Optional.of(PolicyCatalog.create(name, new Translation(config).policies()));
        }
        if (name.equals(ExpressionPolicy.NAME)) {
            return Optional.of(expression(config.expression()));
        }
        return users == null ? Optional.empty() : users.policy(name);
    }

    private static Policy expression(ManagerConfig.Expression expression) {
        try {
            return new ExpressionPolicy(expression.filter(), expression.score());
        } catch (IllegalArgumentException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID, "expression: " + e.getMessage() + ".", e);
        }
    }

    private void tellAbsent(String name) {
        TransshipException why = unknown(name);
        LOG.warn("{} Until then no container moves by a policy.", why.line());
        events.emit(
                new Event(
                        clock.instant(),
                        EventTypes.POLICY_FAILED,
                        Map.of(
                                "policy",
                                name,
                                "code",
                                why.code().name(),
                                "message",
                                String.valueOf(why.getMessage()),
                                "mend",
                                why.mend(),
                                "failures",
                                1,
                                "off",
                                true)));
    }

    private TransshipException unknown(String name) {
        return new TransshipException(
                FailureCode.POLICY_UNKNOWN,
                "there is no policy '%s'; there are %s."
                        .formatted(name, String.join(", ", names())));
    }

    @Override
    public synchronized void close() {
        if (users != null) {
            users.close();
        }
    }

    /** Stands for a policy that no jar has. */
    private record AbsentPolicy(String name) implements Policy {

        @Override
        public boolean needsSource() {
            return true;
        }

        @Override
        public Decision decide(Evaluation evaluation, NetworkView view) {
            Optional<HostId> source = evaluation.source().map(MoveSource::host);
            List<Candidate> candidates =
                    view.hosts().keySet().stream()
                            .filter(host -> source.filter(host::equals).isEmpty())
                            .map(host -> Candidate.notOffered(host, "there is no policy to ask"))
                            .toList();
            return new Decision.Stay(
                    StayReason.POLICY_FAILED,
                    new Explanation(
                            name,
                            evaluation.seed(),
                            "None of the jars in policyJars has a policy '" + name + "'.",
                            candidates));
        }
    }
}
