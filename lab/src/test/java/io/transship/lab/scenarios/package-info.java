@NullMarked
package io.transship.lab.scenarios;

import org.jspecify.annotations.NullMarked;
