@NullMarked
package io.transship.lab.bench.migrate;

import org.jspecify.annotations.NullMarked;
