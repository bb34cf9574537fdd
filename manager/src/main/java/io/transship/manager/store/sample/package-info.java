/**
 * Samples in SQL: written behind the collectors' back, thinned out when they are old (thesis 4.3).
 */
@NullMarked
package io.transship.manager.store.sample;

import org.jspecify.annotations.NullMarked;
