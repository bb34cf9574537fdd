/** Networks of containers on real parts: what goes on through a move, whatever carries it. */
@NullMarked
package io.transship.lab.networks;

import org.jspecify.annotations.NullMarked;
