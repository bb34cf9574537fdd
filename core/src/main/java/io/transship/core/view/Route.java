package io.transship.core.view;

import io.transship.core.model.HostId;
import io.transship.core.model.Path;

/**
 * The way frames take from one host to another.
 *
 * @param source the sending host
 * @param target the receiving host
 * @param path as forwarding uses it
 */
public record Route(HostId source, HostId target, Path path) {}
