@NullMarked
package io.transship.lab.demo.client;

import org.jspecify.annotations.NullMarked;
