/**
 * Post-copy: memory pages that are at the target before the copy asks for them. The source's half
 * asks its CRIU for what the copy will touch first; the target's half keeps what came and answers
 * its CRIU from it.
 */
@NullMarked
package io.transship.daemon.session.pages.ahead;

import org.jspecify.annotations.NullMarked;
