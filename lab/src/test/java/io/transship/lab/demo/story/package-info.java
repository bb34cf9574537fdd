@NullMarked
package io.transship.lab.demo.story;

import org.jspecify.annotations.NullMarked;
