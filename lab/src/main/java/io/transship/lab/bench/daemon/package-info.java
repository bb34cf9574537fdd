/** {@code transship bench daemon}: what a daemon costs its host. */
@NullMarked
package io.transship.lab.bench.daemon;

import org.jspecify.annotations.NullMarked;
