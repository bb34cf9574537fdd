/**
 * The journal, which is always at hand, and the database of all history, which may be slow or
 * absent: who copies from one to the other, and what is lost or waits.
 */
@NullMarked
package io.transship.manager.store.history;

import org.jspecify.annotations.NullMarked;
