/** Parts of messages that manager and daemon read and write in the same way. */
@NullMarked
package io.transship.proto;

import org.jspecify.annotations.NullMarked;
