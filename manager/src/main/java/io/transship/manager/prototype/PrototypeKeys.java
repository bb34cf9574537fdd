package io.transship.manager.prototype;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of the prototype's file "configuration": those of thesis Table 4.1, and the ways in
 * which the prototype and the thesis themselves misspell them.
 */
final class PrototypeKeys {

    /** What becomes of a value. */
    enum Kind {
        /** A word or path, as it is. */
        TEXT,
        /** A number, as it is. */
        NUMBER,
        /** Milliseconds. */
        PERIOD,
        /** A policy's name. */
        POLICY,
        /** The name of a moving-target-defense policy. */
        SECURITY,
        /** The port on which the hosts' daemons listen. */
        DAEMON_PORT
    }

    private static final SortedMap<String, Kind> KEYS = new TreeMap<>();

    /** Spelt wrong there, in small letters; the key that is meant. */
    private static final Map<String, String> MISSPELT =
            Map.of(
                    "securemode", "securityMode",
                    "aggregatethreshould", "aggregateThreshold",
                    "aggregatedifferencetreshould", "aggregateDifferenceThreshold",
                    "aggregatedifferencethreshould", "aggregateDifferenceThreshold",
                    "aggregatetreshould", "aggregateThreshold",
                    "bandwidtcustomizefrequency", "bandwidthCustomizeFrequency",
                    "bandwidtdefaultfrequency", "bandwidthDefaultFrequency",
                    "costomizedmornitortime", "customizedMonitorTime",
                    "customizedmornitortime", "customizedMonitorTime");

    static {
        List.of("image", "container", "hostInfoDir", "lookupTableDir")
                .forEach(key -> KEYS.put(key, Kind.TEXT));
        List.of(
                        "serverdeployRatio",
                        "keyNumber",
                        "aggregateThreshold",
                        "aggregateDifferenceThreshold")
                .forEach(key -> KEYS.put(key, Kind.NUMBER));
        List.of(
                        "aggregateDefaultFrequency",
                        "aggregateCustomizeFrequency",
                        "bandwidthDefaultFrequency",
                        "bandwidthCustomizeFrequency",
                        "customizedMonitorTime",
                        "checkingFrequency")
                .forEach(key -> KEYS.put(key, Kind.PERIOD));
        KEYS.put("port", Kind.DAEMON_PORT);
        KEYS.put("policy", Kind.POLICY);
        KEYS.put("securityMode", Kind.SECURITY);
    }

    private PrototypeKeys() {}

    /** The key that is meant, however it is spelt; empty if none is. */
    static Optional<String> meant(String spelt) {
        String small = spelt.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(MISSPELT.get(small))
                .or(() -> KEYS.keySet().stream().filter(small::equalsIgnoreCase).findFirst());
    }

    static Kind kind(String key) {
        Kind kind = KEYS.get(key);
        if (kind == null) {
            throw new IllegalArgumentException("there is no key '" + key + "'");
        }
        return kind;
    }

    static List<String> names() {
        return List.copyOf(KEYS.keySet());
    }
}
