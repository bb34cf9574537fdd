@NullMarked
package io.transship.daemon.runtime.inspection;

import org.jspecify.annotations.NullMarked;
