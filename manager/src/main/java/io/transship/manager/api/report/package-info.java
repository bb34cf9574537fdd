/** What the API answers, as it stands in the JSON. An absent value is left out. */
@NullMarked
package io.transship.manager.api.report;

import org.jspecify.annotations.NullMarked;
