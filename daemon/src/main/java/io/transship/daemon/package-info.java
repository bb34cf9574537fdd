@NullMarked
package io.transship.daemon;

import org.jspecify.annotations.NullMarked;
