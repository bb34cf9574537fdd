@NullMarked
package io.transship.manager;

import org.jspecify.annotations.NullMarked;
