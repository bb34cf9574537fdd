@NullMarked
package io.transship.cli;

import org.jspecify.annotations.NullMarked;
