package io.transship.daemon.runtime;

import io.transship.core.model.ByteCount;

/**
 * An image on this host.
 *
 * @param id digest of its configuration ("sha256:…"), the same on every host
 * @param size about as many bytes as an export has
 */
public record Image(String id, ByteCount size) {}
