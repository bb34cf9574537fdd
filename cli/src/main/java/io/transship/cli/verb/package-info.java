/** One class a verb. */
@NullMarked
package io.transship.cli.verb;

import org.jspecify.annotations.NullMarked;
