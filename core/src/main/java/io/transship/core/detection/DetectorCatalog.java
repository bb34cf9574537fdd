package io.transship.core.detection;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The detectors by the name that the configuration file gives. */
public final class DetectorCatalog {

    private DetectorCatalog() {}

    /** All names. */
    public static SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(List.of(ThesisDetector.NAME, UtilisationDetector.NAME)));
    }

    /**
     * The detector of that name.
     *
     * @throws TransshipException CONFIG_INVALID, with all names
     */
    public static Detector create(
            String name, DetectionSettings thesis, UtilisationSettings utilisation) {
        return switch (name) {
            case ThesisDetector.NAME -> new ThesisDetector(thesis);
            case UtilisationDetector.NAME -> new UtilisationDetector(utilisation);
            default ->
                    throw new TransshipException(
                            FailureCode.CONFIG_INVALID,
                            "There is no detector '%s'; there are %s."
                                    .formatted(name, String.join(", ", names())));
        };
    }
}
