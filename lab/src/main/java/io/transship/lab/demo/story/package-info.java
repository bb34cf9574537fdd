/**
 * The manager's events, told so that a person can follow, and the times that are taken from them.
 */
@NullMarked
package io.transship.lab.demo.story;

import org.jspecify.annotations.NullMarked;
