/** The store on each database it speaks to. */
@NullMarked
package io.transship.lab.databases;

import org.jspecify.annotations.NullMarked;
