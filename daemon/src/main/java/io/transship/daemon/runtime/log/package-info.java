/** What containers printed, as engines keep it in files. */
@NullMarked
package io.transship.daemon.runtime.log;

import org.jspecify.annotations.NullMarked;
