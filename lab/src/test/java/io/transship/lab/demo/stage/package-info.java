@NullMarked
package io.transship.lab.demo.stage;

import org.jspecify.annotations.NullMarked;
