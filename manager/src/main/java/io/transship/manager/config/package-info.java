/** The manager's configuration file as records (docs/configuration.md). */
@NullMarked
package io.transship.manager.config;

import org.jspecify.annotations.NullMarked;
