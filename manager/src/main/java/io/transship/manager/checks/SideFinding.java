package io.transship.manager.checks;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param side who looked
 * @param host where; absent if the manager looked at itself
 * @param subject what was looked at
 * @param verdict what came of it
 * @param detail what was found
 * @param failure what is wrong; absent if all is well
 */
public record SideFinding(
        Side side,
        @Nullable HostId host,
        String subject,
        Verdict verdict,
        String detail,
        @Nullable TransshipException failure) {

    /** Who looked. */
    public enum Side {
        /** The daemon where the container runs. */
        SOURCE,
        /** The daemon where it shall run. */
        TARGET,
        /** A daemon that was asked about its host alone. */
        HOST,
        /** The manager. */
        MANAGER;

        /** The word in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of looking. */
    public enum Verdict {
        /** As it must be. */
        OK,
        /** A move is possible, at a price. */
        WARNING,
        /** A move is not possible. */
        FAILURE;

        /** The word in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The manager found it well. */
    public static SideFinding ok(String subject, String detail) {
        return new SideFinding(Side.MANAGER, null, subject, Verdict.OK, detail, null);
    }

    /** The manager found something that forbids a move. */
    public static SideFinding failure(String subject, TransshipException failure) {
        return new SideFinding(Side.MANAGER, null, subject, Verdict.FAILURE, "", failure);
    }

    /** The same with the code's usual mend. */
    public static SideFinding failure(String subject, FailureCode code, String sentence) {
        return failure(subject, new TransshipException(code, sentence));
    }

    /** The manager found something that has its price. */
    public static SideFinding warning(String subject, TransshipException failure) {
        return new SideFinding(Side.MANAGER, null, subject, Verdict.WARNING, "", failure);
    }
}
