/** SQL store with the thesis' tables (thesis 4.3), decisions, migrations and events. */
@NullMarked
package io.transship.manager.store;

import org.jspecify.annotations.NullMarked;
