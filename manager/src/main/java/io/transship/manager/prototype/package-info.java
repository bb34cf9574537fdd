/** The two files of the thesis' published prototype (appendix 9.4), made into ours. */
@NullMarked
package io.transship.manager.prototype;

import org.jspecify.annotations.NullMarked;
