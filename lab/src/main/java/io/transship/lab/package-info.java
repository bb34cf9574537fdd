@NullMarked
package io.transship.lab;

import org.jspecify.annotations.NullMarked;
