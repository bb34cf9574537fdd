package io.transship.manager.decision;

import io.transship.core.detection.Detection;
import io.transship.core.detection.Detector;
import io.transship.core.detection.LoadObserver;
import io.transship.core.limits.Deliberation.Wish;
import io.transship.core.limits.Ruling;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.view.NetworkView;
import io.transship.manager.document.EvidenceDocument;
import io.transship.manager.event.Event;
import io.transship.manager.event.EventTypes;
import io.transship.manager.schedule.Scheduler;
import io.transship.manager.schedule.Scheduler.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thesis' checking thread (5.3): each {@code checkingFrequency}, and when a customized session
 * ends, it takes a view, asks detection for the source, the policy for the target and the limits
 * for leave, records the decision and has it carried out. "For random policy, it will directly run
 * the policy executor." A detector that wants to see each load is shown them between checks. While
 * a container moves nothing is decided: what is measured then is our own traffic. Thread-safe.
 */
public final class DecisionLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLoop.class);

    /** After a session's end, so that its last answers have arrived. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final DecisionParts parts;
    private final DecisionMaker maker;
    private final Scheduler scheduler;
    private final Executor workers;
    private final Clock clock;
    private final AtomicBoolean checking = new AtomicBoolean();

    /** Held by whoever gives the detector something to remember or forget. */
    private final ReentrantLock memory = new ReentrantLock();

    private final List<Cancellation> tasks = new ArrayList<>();
    private final AtomicReference<@Nullable Detector> changedDetector = new AtomicReference<>();
    private volatile DecisionSettings settings;
    private volatile Policy policy;
    private volatile Detector detector;
    private boolean started;

    /**
     * A loop that does nothing before {@link #start}.
     *
     * @param policy where to
     * @param detector which and when, with nothing in memory
     * @param scheduler for the checks
     * @param workers runs checks, which may block
     */
    public DecisionLoop(
            DecisionSettings settings,
            DecisionParts parts,
            Policy policy,
            Detector detector,
            Scheduler scheduler,
            Executor workers,
            Clock clock) {
        this.settings = settings;
        this.parts = parts;
        this.policy = policy;
        this.detector = detector;
        this.scheduler = scheduler;
        this.workers = workers;
        this.clock = clock;
        this.maker = new DecisionMaker(settings, parts, clock);
    }

    /** Begins to check; does nothing in mode off. */
    public synchronized void start() {
        started = true;
        if (settings.mode() == Mode.OFF || !tasks.isEmpty()) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("policy", policy.name());
        data.put("detector", policy.needsSource() ? detector.name() : "");
        data.put("checkingFrequencyMs", settings.checkingFrequency().toMillis());
        emit(EventTypes.DETECTION_STARTED, data);
        tasks.add(scheduler.every(settings.lookingFrequency(), this::look));
        tasks.add(scheduler.every(settings.checkingFrequency(), this::check));
    }

    /** Decides by another policy from now on. */
    public void usePolicy(Policy other) {
        policy = other;
    }

    /** Detects by another detector, with nothing in memory, from the next check on. */
    public void useDetector(Detector other) {
        changedDetector.set(other);
    }

    /** Checks with another period, or in another mode, from now on. */
    public synchronized void useSettings(DecisionSettings other) {
        settings = other;
        maker.use(other);
        if (started) {
            tasks.forEach(Cancellation::cancel);
            tasks.clear();
            start();
        }
    }

    /** The policy in use. */
    public Policy policy() {
        return policy;
    }

    /**
     * Where the policy in use would send a container now; nothing is recorded or moved.
     *
     * @return empty if no host runs the container
     */
    public Optional<Plan> plan(ContainerId container) {
        NetworkView view = parts.views().view(clock.instant());
        return view.placement()
                .hostOf(container)
                .map(host -> new MoveSource(container, host))
                .map(source -> maker.plan(policy, source, view));
    }

    /**
     * Has a container moved to wherever the policy in use sends it, as a person wishes.
     *
     * @param asker for the record
     * @param whenEnded runs after the move has ended, however
     */
    public Ordered order(MoveSource source, String asker, Runnable whenEnded) {
        NetworkView view = parts.views().view(clock.instant());
        return maker.order(policy, source, view, asker, whenEnded);
    }

    /**
     * What another policy, under the rules, would decide on the network as it is now; nothing is
     * recorded or moved.
     */
    public Ruling attempt(Policy other, Evaluation question, Wish wish) {
        return maker.rule(other, question, parts.views().view(clock.instant()), wish);
    }

    @Override
    public synchronized void close() {
        tasks.forEach(Cancellation::cancel);
        tasks.clear();
    }

    private void look() {
        if (policy.needsSource() && detector instanceof LoadObserver) {
            workers.execute(this::lookNow);
        }
    }

    /** Left out while a check looks itself. */
    private void lookNow() {
        if (parts.runner().isBusy() || !memory.tryLock()) {
            return;
        }
        try {
            if (detectorInUse() instanceof LoadObserver observer) {
                detector = observer.observe(parts.views().view(clock.instant()));
            }
        } catch (RuntimeException e) {
            LOG.error("loads were not looked at; the next look comes in its time", e);
        } finally {
            memory.unlock();
        }
    }

    private void check() {
        if (!checking.compareAndSet(false, true)) {
            return;
        }
        try {
            workers.execute(this::guardedCheck);
        } catch (RuntimeException e) {
            checking.set(false);
            throw e;
        }
    }

    private void guardedCheck() {
        try {
            checkNow();
        } catch (RuntimeException e) {
            LOG.error("a check failed; the next one comes in its time", e);
        } finally {
            checking.set(false);
        }
    }

    private void checkNow() {
        if (parts.runner().isBusy()) {
            return;
        }
        Instant now = clock.instant();
        NetworkView view = parts.views().view(now);
        Policy current = policy;
        if (!current.needsSource()) {
            maker.decide(current, Optional.empty(), view, this::forget);
            return;
        }
        obey(detect(view, now), current, view);
    }

    private Detection detect(NetworkView view, Instant now) {
        memory.lock();
        try {
            Detector.Step step = detectorInUse().step(view, parts.board().history(), now);
            detector = step.next();
            return step.detection();
        } finally {
            memory.unlock();
        }
    }

    private Detector detectorInUse() {
        Detector changed = changedDetector.getAndSet(null);
        if (changed != null) {
            detector = changed;
        }
        return detector;
    }

    private void obey(Detection detection, Policy current, NetworkView view) {
        switch (detection) {
            case Detection.Quiet quiet -> tellUnfound(quiet);
            case Detection.Watch watch when watch.since().equals(view.at()) -> watch(watch);
            case Detection.Watch watch -> LOG.debug("still watching {}", watch.switches());
            case Detection.Found found -> {
                Instant at = clock.instant();
                Finding finding =
                        new Finding(
                                found.source(),
                                detector.name(),
                                at,
                                Duration.between(found.overSince(), at));
                emit(EventTypes.SOURCE_FOUND, EvidenceDocument.of(found, finding.took()));
                maker.decide(current, Optional.of(finding), view, this::forget);
            }
        }
    }

    private void watch(Detection.Watch watch) {
        if (!watch.evidence().growth().isEmpty()) {
            tellUnfound(
                    new Detection.Quiet("No watched switch goes on growing.", watch.evidence()));
        }
        Duration time = Duration.between(watch.since(), watch.until());
        String session = "m" + watch.since().toEpochMilli();
        emit(EventTypes.HEAVY_SWITCHES, EvidenceDocument.switches(watch.evidence()));
        parts.customizedMode().customize(session, watch.switches(), time);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("session", session);
        data.put("switches", watch.switches().stream().map(DatapathId::toString).toList());
        data.put("seconds", time.toMillis() / 1000.0);
        emit(EventTypes.CUSTOMIZED_MODE, data);
        scheduler.after(time.plus(GRACE), this::check);
    }

    private void tellUnfound(Detection.Quiet quiet) {
        if (!quiet.evidence().growth().isEmpty()) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("reason", quiet.reason());
            data.put("growth", EvidenceDocument.growth(quiet.evidence()));
            emit(EventTypes.SOURCE_NOT_FOUND, data);
        }
    }

    /** After a move the samples so far tell of another world. */
    private void forget() {
        memory.lock();
        try {
            detector = detector.reset();
        } finally {
            memory.unlock();
        }
    }

    private void emit(String type, Map<String, Object> data) {
        parts.events().emit(new Event(clock.instant(), type, data));
    }
}
