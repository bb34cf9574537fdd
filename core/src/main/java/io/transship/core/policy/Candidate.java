package io.transship.core.policy;

import io.transship.core.model.HostId;
import java.util.Optional;

/**
 * A host that a policy has looked at.
 *
 * @param host which
 * @param score by what it was judged, if it was
 * @param verdict what became of it
 * @param reason why, one sentence
 */
public record Candidate(HostId host, Optional<Score> score, Verdict verdict, String reason) {

    /** What became of a candidate. */
    public enum Verdict {
        /** The container goes there. */
        CHOSEN,
        /** Another one was better, or drawn. */
        LOST,
        /** It can't take the container, or could not be judged. */
        NOT_OFFERED
    }

    /** The one that was chosen. */
    public static Candidate chosen(HostId host, Score score, String reason) {
        return new Candidate(host, Optional.of(score), Verdict.CHOSEN, reason);
    }

    /** One that lost. */
    public static Candidate lost(HostId host, Score score, String reason) {
        return new Candidate(host, Optional.of(score), Verdict.LOST, reason);
    }

    /** One that was not offered. */
    public static Candidate notOffered(HostId host, String reason) {
        return new Candidate(host, Optional.empty(), Verdict.NOT_OFFERED, reason);
    }
}
