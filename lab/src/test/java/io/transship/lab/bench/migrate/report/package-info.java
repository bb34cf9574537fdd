@NullMarked
package io.transship.lab.bench.migrate.report;

import org.jspecify.annotations.NullMarked;
