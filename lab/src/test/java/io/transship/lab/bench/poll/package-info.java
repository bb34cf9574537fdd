/** How the figures of the polling bench are counted. */
@NullMarked
package io.transship.lab.bench.poll;

import org.jspecify.annotations.NullMarked;
