/** The documentation says what the code does. */
@NullMarked
package io.transship.lab.docs;

import org.jspecify.annotations.NullMarked;
