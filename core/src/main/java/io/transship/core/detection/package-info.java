/**
 * Which container, and when: from samples of the switches to a migration source (thesis 5.4,
 * 6.1.1).
 */
@NullMarked
package io.transship.core.detection;

import org.jspecify.annotations.NullMarked;
