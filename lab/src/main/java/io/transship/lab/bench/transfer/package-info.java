/** {@code transship bench transfer}: how many bytes a second go from daemon to daemon. */
@NullMarked
package io.transship.lab.bench.transfer;

import org.jspecify.annotations.NullMarked;
