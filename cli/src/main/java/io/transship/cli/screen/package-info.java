/** What people see: tables, sizes, progress. */
@NullMarked
package io.transship.cli.screen;

import org.jspecify.annotations.NullMarked;
