/** When ports are probed. */
@NullMarked
package io.transship.manager.sdn.openflow.discovery;

import org.jspecify.annotations.NullMarked;
