/** Every mode of migration on real parts. */
@NullMarked
package io.transship.lab.modes;

import org.jspecify.annotations.NullMarked;
