/**
 * The fault matrix: what happens to a container and its clients when a program, a machine, a cable,
 * a disk or a file fails at a given step of a migration.
 */
@NullMarked
package io.transship.lab.faults;

import org.jspecify.annotations.NullMarked;
