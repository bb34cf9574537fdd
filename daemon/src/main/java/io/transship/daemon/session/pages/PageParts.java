package io.transship.daemon.session.pages;

import io.transship.daemon.checkpoint.PageTransport;
import io.transship.daemon.transfer.TransferServer;
import io.transship.settings.TlsIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * What an end of the tunnel works with.
 *
 * @param criu its page servers on this host
 * @param data the data port
 * @param tls who the host is to its peers
 * @param random for secrets
 * @param threads one blocking task each; virtual threads
 * @param come how long CRIU may take to come to ours
 */
public record PageParts(
        PageTransport criu,
        TransferServer data,
        TlsIdentity tls,
        SecureRandom random,
        ExecutorService threads,
        Duration come) {}
