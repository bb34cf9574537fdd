/**
 * {@code transship demo}: a lab, a client, a server in a container, an overloaded switch, and the
 * system acting by itself; then the proof by effects.
 */
@NullMarked
package io.transship.lab.demo;

import org.jspecify.annotations.NullMarked;
