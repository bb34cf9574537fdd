/** A client of the manager's REST API and its events. */
@NullMarked
package io.transship.cli.client;

import org.jspecify.annotations.NullMarked;
