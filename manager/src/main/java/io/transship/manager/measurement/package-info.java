/**
 * The two collectors with default and customized mode, and what they know now (thesis 4.1.1, 5.2,
 * 5.3).
 */
@NullMarked
package io.transship.manager.measurement;

import org.jspecify.annotations.NullMarked;
