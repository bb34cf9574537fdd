package io.transship.settings;

/**
 * A value that is in force.
 *
 * @param key "limits.coolDown", "hosts[2].address"
 * @param value as a file has it; a secret is not shown
 * @param source "default", "manager.yaml:12", "environment TRANSSHIP_POLICY" or "command line"
 */
public record Setting(String key, String value, String source) {}
