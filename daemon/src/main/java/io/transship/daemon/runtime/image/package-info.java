/** The images of an engine, over its REST API. */
@NullMarked
package io.transship.daemon.runtime.image;

import org.jspecify.annotations.NullMarked;
