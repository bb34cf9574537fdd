package io.transship.core.policy;

import java.util.Map;

/**
 * Makes a policy that takes settings; found by {@link java.util.ServiceLoader} in a user's jar. A
 * policy without settings is found itself, under {@link Policy}.
 */
public interface PolicyProvider {

    /** The policy's name in the configuration file. */
    String name();

    /**
     * The policy.
     *
     * @param settings as {@code policySettings} of the configuration file has them, all of them
     * @throws IllegalArgumentException if they can't be used
     */
    Policy create(Map<String, String> settings);
}
