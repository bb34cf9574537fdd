@NullMarked
package io.transship.lab.demo.proof;

import org.jspecify.annotations.NullMarked;
