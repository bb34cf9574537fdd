/** Servers that no one here wrote keep their clients through a move, under load. */
@NullMarked
package io.transship.lab.servers;

import org.jspecify.annotations.NullMarked;
