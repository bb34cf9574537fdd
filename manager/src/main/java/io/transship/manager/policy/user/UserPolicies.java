package io.transship.manager.policy.user;

import io.transship.core.failure.FailureCode;
import io.transship.core.policy.Policy;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventSink;
import io.transship.manager.event.EventTypes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of users' jars. Each policy has a process of its own; a jar that can't be looked
 * into is told of, and the others are offered. Thread-safe.
 */
public final class UserPolicies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UserPolicies.class);

    private final Map<String, UserPolicy> policies = new TreeMap<>();
    private final UserPolicySettings settings;
    private final EventSink events;
    private final Clock clock;

    private UserPolicies(UserPolicySettings settings, EventSink events, Clock clock) {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Looks into the jars.
     *
     * @throws io.transship.core.failure.TransshipException CONFIG_INVALID if one is not there
     */
    public static UserPolicies load(UserPolicySettings settings, EventSink events, Clock clock) {
        UserPolicies loaded = new UserPolicies(settings, events, clock);
        PolicyJars.files(settings).forEach(loaded::look);
        return loaded;
    }

    private void look(Path jar) {
        try {
            for (PolicyJars.Listed each : PolicyJars.policiesIn(jar, settings)) {
                policies.putIfAbsent(
                        each.name(), new UserPolicy(each, List.of(jar), settings, events, clock));
            }
        } catch (PolicyFailure e) {
            LOG.warn("{}: {}: {}", FailureCode.POLICY_FAILED, jar, e.getMessage());
            events.emit(
                    new Event(
                            clock.instant(),
                            EventTypes.POLICY_FAILED,
                            Map.of(
                                    "policy", jar.toString(),
                                    "code", FailureCode.POLICY_FAILED.name(),
                                    "message", String.valueOf(e.getMessage()),
                                    "mend", FailureCode.POLICY_FAILED.mend(),
                                    "failures", 1,
                                    "off", true)));
        }
    }

    /** Their names. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(policies.keySet()));
    }

    /** The policy of that name. */
    public Optional<Policy> policy(String name) {
        return Optional.ofNullable(policies.get(name));
    }

    /** Ends all their processes. */
    @Override
    public void close() {
        policies.values().forEach(UserPolicy::close);
    }
}
