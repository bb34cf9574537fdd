package io.transship.lab.faults;

import io.transship.core.failure.TransshipException;
import io.transship.lab.demo.Poll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what is wrong after a fault, when everything works again. Used by one thread. */
final class Judge {

    /** Longer than any lease, hold or deadline of a step. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private static final Duration TIDYING = Duration.ofSeconds(25);
    private static final double FRESH_MS = 800;

    private final FaultStage stage;
    private final Fault fault;
    private final ClientState before;
    private final PartClock clock;

    Judge(FaultStage stage, Fault fault, ClientState before, PartClock clock) {
        this.stage = stage;
        this.fault = fault;
        this.before = before;
        this.clock = clock;
    }

    /**
     * Waits until the container has come to rest; what is wrong then.
     *
     * @param migration its id; empty if it was refused
     */
    List<String> judge(String migration) {
        List<String> wrong = new ArrayList<>();
        if (!migration.isEmpty() && Poll.until(SETTLING, () -> stage.over(migration)).isEmpty()) {
            wrong.add(
                    "the migration has not ended "
                            + SETTLING.toSeconds()
                            + " s after all was mended");
        }
        clock.lap("end");
        if (isLost(migration)) {
            tidy("", wrong);
            return wrong;
        }
        Optional<String> holder = Poll.until(SETTLING, stage::holder);
        if (holder.isEmpty()) {
            wrong.add("the container does not run on exactly one host");
        }
        clock.lap("hold");
        served(wrong);
        state(wrong);
        clock.lap("serve");
        if (holder.isPresent()) {
            tidy(holder.get(), wrong);
        }
        return wrong;
    }

    private boolean isLost(String migration) {
        return fault.mayLoseContainer()
                && !migration.isEmpty()
                && stage.over(migration).filter(FaultStage::isLost).isPresent();
    }

    private void served(List<String> wrong) {
        long replies = stage.client().state().replies();
        Optional<ClientState> answered =
                Poll.until(
                        SETTLING,
                        () ->
                                Optional.of(stage.client().state())
                                        .filter(now -> now.ageMs() < FRESH_MS)
                                        .filter(now -> now.replies() > replies));
        if (answered.isEmpty()) {
            wrong.add("nobody answers the client");
        }
    }

    /** The count and the checksum of the state, as the server itself makes it from its memory. */
    private void state(List<String> wrong) {
        Optional<ClientState> told = stage.client().verified(SETTLING);
        if (told.isEmpty()) {
            wrong.add("nobody tells the client the checksum of the state");
        }
        ClientState now = told.orElseGet(stage.client()::state);
        if (now.rewinds() - before.rewinds() > (fault.mayRewind() ? 1 : 0)) {
            wrong.add("the server's count went back, or two servers answer: " + now.doubt());
        }
        if (now.changes() > before.changes() && !fault.mayDamageState()) {
            wrong.add(
                    "the server's state is not what it was: checksum %s, before %s"
                            .formatted(now.checksum(), before.checksum()));
        }
        int restarts = now.restarts() - before.restarts();
        if (restarts > (fault.mayLoseState() ? 1 : 0)) {
            wrong.add("the server began anew " + restarts + " times and lost its state");
        }
    }

    private void tidy(String holder, List<String> wrong) {
        List<String> left =
                Poll.until(TIDYING, () -> Optional.of(left(holder)).filter(List::isEmpty))
                        .orElseGet(() -> left(holder));
        wrong.addAll(left);
        clock.lap("tidy");
    }

    private List<String> left(String holder) {
        List<String> left = new ArrayList<>();
        try {
            for (String host : FaultStage.HOSTS) {
                left.addAll(Traces.leftOn(stage.machine(host), host.equals(holder)));
            }
            long holds = stage.outages().holds();
            if (holds > 0) {
                left.add("the switches hold something: " + holds + " entries");
            }
        } catch (TransshipException e) {
            left.add(e.line());
        }
        return left;
    }
}
