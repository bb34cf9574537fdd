/** Two machines with a Docker each, for tests against the real thing. */
@NullMarked
package io.transship.daemon.harness;

import org.jspecify.annotations.NullMarked;
