/** What has to be on a host, written where it is ours and checked where it is not. */
@NullMarked
package io.transship.daemon.checkpoint.install;

import org.jspecify.annotations.NullMarked;
