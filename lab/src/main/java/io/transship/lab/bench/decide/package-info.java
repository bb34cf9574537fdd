/** {@code transship bench decide}: one decision among all hosts of a large network. */
@NullMarked
package io.transship.lab.bench.decide;

import org.jspecify.annotations.NullMarked;
