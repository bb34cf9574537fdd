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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

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
        ManagerConfig config = ConfigReader.read(file, ManagerConfig.class, overrides);
        return checked(config, key -> place(file, overrides, key));
    }

    /**
     * A problem with the policy that only its jars could tell, with the place of its name in the
     * file; any other as it is.
     */
    public static TransshipException placed(
            TransshipException problem, Path file, Overrides overrides) {
        return problem.code() == FailureCode.POLICY_UNKNOWN
                ? new TransshipException(
                        problem.code(),
                        place(file, overrides, "policy") + problem.getMessage(),
                        problem.mend(),
                        problem)
                : problem;
    }

    /** "manager.yaml:4: ", or whatever else gives the key its value. */
    private static String place(Path file, Overrides overrides, String key) {
        return ConfigReader.settings(file, ManagerConfig.class, overrides).stream()
                .filter(setting -> setting.key().equals(key))
                .map(setting -> setting.source() + ": ")
                .findFirst()
                .orElse(file + ": ");
    }

    /**
     * Checks a text as if it stood in a file of that name.
     *
     * @throws TransshipException CONFIG_INVALID, POLICY_UNKNOWN or UNSUPPORTED
     */
    public static ManagerConfig check(String name, String text) {
        ManagerConfig config = ConfigReader.parse(text, name, Path.of("/"), ManagerConfig.class);
        return checked(config, key -> name + ": ");
    }

    private static ManagerConfig checked(ManagerConfig config, UnaryOperator<String> place) {
        checkPolicy(config, place);
        offered("controller.type", config.controller().type(), ControllerPlace.TYPES, place);
        offered("securityMode", config.securityMode(), Set.of("none"), place);
        offered("detector", config.detector(), DetectorCatalog.names(), place);
        if (!DatabaseAddress.isKnown(config.store().url())) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "%sstore.url begins with none of: %s."
                            .formatted(place.apply("store.url"), DatabaseAddress.kinds()));
        }
        return config;
    }

    private static void checkPolicy(ManagerConfig config, UnaryOperator<String> place) {
        for (int i = 0; i < config.policyJars().size(); i++) {
            if (!Files.isReadable(config.policyJars().get(i))) {
                throw new TransshipException(
                        FailureCode.CONFIG_INVALID,
                        "%spolicyJars: there is no file or folder %s that can be read."
                                .formatted(
                                        place.apply("policyJars[" + i + "]"),
                                        config.policyJars().get(i)));
            }
        }
        SortedSet<String> policies = new TreeSet<>(PolicyCatalog.names());
        policies.add(ExpressionPolicy.NAME);
        if (config.policyJars().isEmpty() && !policies.contains(config.policy())) {
            throw new TransshipException(
                    FailureCode.POLICY_UNKNOWN,
                    "%sthere is no policy '%s'; there are %s%s"
                            .formatted(
                                    place.apply("policy"),
                                    config.policy(),
                                    String.join(", ", policies),
                                    Suggestion.nearest(config.policy(), policies)
                                            .map(name -> "; did you mean '" + name + "'?")
                                            .orElse(".")));
        }
    }

    private static void offered(
            String key, String value, Set<String> offers, UnaryOperator<String> place) {
        if (!offers.contains(value)) {
            throw new TransshipException(
                    FailureCode.UNSUPPORTED,
                    "%s%s '%s' is not offered; it can be: %s."
                            .formatted(
                                    place.apply(key),
                                    key,
                                    value,
                                    String.join(", ", new TreeSet<>(offers))));
        }
    }
}
