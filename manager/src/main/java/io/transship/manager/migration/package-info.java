/** Drives the daemons through a migration and journals every step. */
@NullMarked
package io.transship.manager.migration;

import org.jspecify.annotations.NullMarked;
