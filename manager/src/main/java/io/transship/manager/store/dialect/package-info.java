/** What differs between the databases: drivers, upserts, who may write at once. */
@NullMarked
package io.transship.manager.store.dialect;

import org.jspecify.annotations.NullMarked;
