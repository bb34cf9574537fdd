package io.transship.manager.config;

import io.transship.core.detection.DetectorCatalog;
import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.policy.catalog.PolicyCatalog;
import io.transship.manager.policy.expression.ExpressionPolicy;
import io.transship.manager.store.dialect.DatabaseAddress;
import io.transship.settings.ConfigReader;
import io.transship.settings.Overrides;
import io.transship.settings.Suggestion;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads the manager's configuration and checks the names in it against what there is. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads a file.
     *
     * @throws TransshipException CONFIG_INVALID, POLICY_UNKNOWN or UNSUPPORTED
     */
    public static ManagerConfig load(Path file) {
        return load(file, Overrides.NONE);
    }

    /**
     * Reads a file, with values from the environment and the command line over its own.
     *
     * @throws TransshipException CONFIG_INVALID, POLICY_UNKNOWN or UNSUPPORTED
     */
    public static ManagerConfig load(Path file, Overrides overrides) {
        return checked(ConfigReader.read(file, ManagerConfig.class, overrides));
    }

    /**
     * Checks a text as if it stood in a file of that name.
     *
     * @throws TransshipException CONFIG_INVALID, POLICY_UNKNOWN or UNSUPPORTED
     */
    public static ManagerConfig check(String name, String text) {
        return checked(ConfigReader.parse(text, name, Path.of("/"), ManagerConfig.class));
    }

    private static ManagerConfig checked(ManagerConfig config) {
        SortedSet<String> policies = new TreeSet<>(PolicyCatalog.names());
        policies.add(ExpressionPolicy.NAME);
        if (config.policyJars().isEmpty() && !policies.contains(config.policy())) {
            throw new TransshipException(
                    FailureCode.POLICY_UNKNOWN,
                    "there is no policy '%s'; there are %s%s"
                            .formatted(
                                    config.policy(),
                                    String.join(", ", policies),
                                    Suggestion.nearest(config.policy(), policies)
                                            .map(name -> "; did you mean '" + name + "'?")
                                            .orElse(".")));
        }
        offered("controller.type", config.controller().type(), ControllerPlace.TYPES);
        offered("securityMode", config.securityMode(), Set.of("none"));
        offered("detector", config.detector(), DetectorCatalog.names());
        if (!DatabaseAddress.isKnown(config.store().url())) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "store.url begins with none of: " + DatabaseAddress.kinds() + ".");
        }
        return config;
    }

    private static void offered(String key, String value, Set<String> offers) {
        if (!offers.contains(value)) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "%s '%s' is not offered; it can be: %s."
                            .formatted(key, value, String.join(", ", new TreeSet<>(offers))));
        }
    }
}
