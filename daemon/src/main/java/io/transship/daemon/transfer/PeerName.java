package io.transship.daemon.transfer;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who is at the other end of a TLS connection: the DNS names of its certificate, which was checked
 * against our authority. A host's certificate carries the host's name, the manager's "manager".
 */
public final class PeerName {

    /** The name in the manager's certificate. */
    public static final String MANAGER = "manager";

    private static final Integer DNS = 2;

    private PeerName() {}

    /** The names of the peer. */
    public static Set<String> of(SSLSession session) {
        try {
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> DNS.equals(name.get(0)))
                            .map(name -> (String) name.get(1))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            throw new TransshipException(
                    FailureCode.PEER_NOT_TRUSTED, "the peer showed no usable certificate.", e);
        }
    }

    /** Checks that the peer has that name. */
    public static void require(SSLSession session, String expected) {
        Set<String> names = of(session);
        if (!names.contains(expected)) {
            throw new TransshipException(
                    FailureCode.PEER_NOT_TRUSTED,
                    "the peer's certificate names " + names + ", not '" + expected + "'.");
        }
    }
}
