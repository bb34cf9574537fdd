package io.transship.daemon.checkpoint;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which modes of migration this host can take part in, as it was found out by trying.
 *
 * @param missing each mode that it can't, and why
 */
public record ModeSupport(Map<MigrationMode, String> missing) {

    /** Copies the map. */
    public ModeSupport {
        missing = Map.copyOf(missing);
    }

    /** The modes that are offered, best known first. */
    public List<MigrationMode> offered() {
        return Arrays.stream(MigrationMode.values())
                .filter(mode -> mode != MigrationMode.AUTO && !missing.containsKey(mode))
                .toList();
    }

    /** In the words of the protocol: the engine, then "mode:copy" and so on. */
    public List<String> abilities(String engine) {
        return Stream.concat(
                        Stream.of(engine), offered().stream().map(mode -> "mode:" + mode.word()))
                .toList();
    }

    /** The mode of that word, or UNSUPPORTED with what this host lacks. */
    public MigrationMode require(String word, String host) {
        MigrationMode mode =
                MigrationMode.of(word)
                        .filter(each -> each != MigrationMode.AUTO)
                        .orElseThrow(
                                () ->
                                        new TransshipException(
                                                FailureCode.UNSUPPORTED,
                                                "there is no mode '%s' to move by; %s offers: %s."
                                                        .formatted(word, host, words())));
        if (missing.containsKey(mode)) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "%s can't move containers in mode %s: %s."
                            .formatted(host, mode, missing.get(mode)),
                    "Choose another mode: " + words() + ".",
                    null);
        }
        return mode;
    }

    private String words() {
        return String.join(", ", offered().stream().map(MigrationMode::word).toList());
    }
}
