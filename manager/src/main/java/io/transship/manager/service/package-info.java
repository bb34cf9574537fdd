/** What the program does at its start and on order, with the parts of the other packages. */
@NullMarked
package io.transship.manager.service;

import org.jspecify.annotations.NullMarked;
