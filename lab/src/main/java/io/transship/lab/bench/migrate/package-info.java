/**
 * {@code transship bench migrate}: how long a client waits while its server moves, and what a peer
 * does with the same work.
 */
@NullMarked
package io.transship.lab.bench.migrate;

import org.jspecify.annotations.NullMarked;
