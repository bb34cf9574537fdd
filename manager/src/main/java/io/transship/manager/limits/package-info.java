/** The rules that hold for every move, with what they look back on and what people have ordered. */
@NullMarked
package io.transship.manager.limits;

import org.jspecify.annotations.NullMarked;
