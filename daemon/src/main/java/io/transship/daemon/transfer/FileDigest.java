package io.transship.daemon.transfer;

import io.transship.daemon.transfer.digest.ChunkDigest;

/**
 * What a file must be at the other end.
 *
 * @param path its path on the wire ("layer.tar", "dump/pages-1.img")
 * @param size in bytes
 * @param digest 64 hex digits, see {@link ChunkDigest}
 */
public record FileDigest(String path, long size, String digest) {}
