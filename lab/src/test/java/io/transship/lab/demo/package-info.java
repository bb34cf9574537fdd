@NullMarked
package io.transship.lab.demo;

import org.jspecify.annotations.NullMarked;
