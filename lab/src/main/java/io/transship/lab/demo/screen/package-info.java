/** What a person sees: a timeline, progress bars, tables. */
@NullMarked
package io.transship.lab.demo.screen;

import org.jspecify.annotations.NullMarked;
