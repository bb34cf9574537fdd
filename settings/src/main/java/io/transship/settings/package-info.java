/**
 * YAML into records, with units, positions and suggestions, and the TLS files of a process.
 *
 * <p>A configuration is a record; its components are the keys. {@link
 * io.transship.settings.ConfigReader} says how a record declares defaults and checks.
 */
@NullMarked
package io.transship.settings;

import org.jspecify.annotations.NullMarked;
