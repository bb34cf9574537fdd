/** What the bench of moves found: rows, what they are held against, and how people read them. */
@NullMarked
package io.transship.lab.bench.migrate.report;

import org.jspecify.annotations.NullMarked;
