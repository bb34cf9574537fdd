/** Memory that does not travel in files: each host's end of the tunnel, and what CRIU is given. */
@NullMarked
package io.transship.daemon.session.pages;

import org.jspecify.annotations.NullMarked;
