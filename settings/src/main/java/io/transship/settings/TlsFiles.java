package io.transship.settings;

import java.nio.file.Path;

/**
 * Where a process has its TLS identity, all PEM.
 *
 * @param authority certificates of the authority that signs every process of this installation
 * @param certificate this process' certificate, then those between it and the authority
 * @param key its private key, PKCS #8, not encrypted, readable by its owner only
 */
public record TlsFiles(Path authority, Path certificate, Path key) {}
