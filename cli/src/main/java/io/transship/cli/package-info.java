/** The command line. It speaks only the REST API. */
@NullMarked
package io.transship.cli;

import org.jspecify.annotations.NullMarked;
