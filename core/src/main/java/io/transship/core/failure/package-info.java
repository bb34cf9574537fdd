/**
 * What can go wrong, under one symbolic code everywhere: log, API, command line and documentation.
 */
@NullMarked
package io.transship.core.failure;

import org.jspecify.annotations.NullMarked;
