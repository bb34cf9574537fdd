/** What a decision is made from: hosts, placement, loads and paths at one moment. Immutable. */
@NullMarked
package io.transship.core.view;

import org.jspecify.annotations.NullMarked;
