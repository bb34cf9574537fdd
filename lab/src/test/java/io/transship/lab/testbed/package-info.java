@NullMarked
package io.transship.lab.testbed;

import org.jspecify.annotations.NullMarked;
