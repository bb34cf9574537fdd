package io.transship.daemon.transfer;

/**
 * What a file must be at the other end.
 *
 * @param path its path on the wire ("layer.tar", "dump/pages-1.img")
 * @param size in bytes
 * @param sha256 64 hex digits
 */
public record FileDigest(String path, long size, String sha256) {}
