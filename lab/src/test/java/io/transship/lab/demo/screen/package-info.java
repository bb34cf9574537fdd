@NullMarked
package io.transship.lab.demo.screen;

import org.jspecify.annotations.NullMarked;
