/** Service addresses: what switches rewrite for containers that have their host's network. */
@NullMarked
package io.transship.manager.sdn.openflow.service;

import org.jspecify.annotations.NullMarked;
