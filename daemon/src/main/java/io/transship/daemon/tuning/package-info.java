/**
 * What the whole machine is asked for while containers move; all of it is set back. And what is
 * tidied up when nothing moves any more.
 */
@NullMarked
package io.transship.daemon.tuning;

import org.jspecify.annotations.NullMarked;
