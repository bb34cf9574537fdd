/**
 * A whole network of machines on one machine: switches, cables, hosts with their own container
 * engine and daemon, and a manager. {@link io.transship.lab.testbed.Testbed} is the way in.
 */
@NullMarked
package io.transship.lab.testbed;

import org.jspecify.annotations.NullMarked;
