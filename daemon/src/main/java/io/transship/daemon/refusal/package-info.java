/** Whom the two ports refused, told to the operator. */
@NullMarked
package io.transship.daemon.refusal;

import org.jspecify.annotations.NullMarked;
