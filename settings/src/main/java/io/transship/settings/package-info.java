@NullMarked
package io.transship.settings;

import org.jspecify.annotations.NullMarked;
