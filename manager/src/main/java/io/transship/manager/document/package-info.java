/** Views, evidence and decisions as maps and lists, for events, the API and the store. */
@NullMarked
package io.transship.manager.document;

import org.jspecify.annotations.NullMarked;
