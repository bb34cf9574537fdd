package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who this process is to its peers, and whom it trusts: mutual TLS 1.3 under one authority. gRPC
 * takes the {@link #files}, sockets the {@link #context}. Thread-safe.
 */
public final class TlsIdentity {

    private static final String PROTOCOL = "TLSv1.3";

    private final TlsFiles files;
    private final KeyManager key;
    private final TrustManager trust;
    private final SSLContext context;

    private TlsIdentity(TlsFiles files, KeyManager key, TrustManager trust)
            throws GeneralSecurityException {
        this.files = files;
        this.key = key;
        this.trust = trust;
        this.context = SSLContext.getInstance(PROTOCOL);
        context.init(new KeyManager[] {key}, new TrustManager[] {trust}, new SecureRandom());
    }

    /**
     * Reads and checks the files: readable, the key fits the certificate and is the owner's alone,
     * the certificate is of the authority and valid at {@code now}.
     *
     * @throws TransshipException CONFIG_INVALID, naming the file
     */
    public static TlsIdentity load(TlsFiles files, Instant now) {
        List<X509Certificate> authority = Pem.certificates(files.authority());
        List<X509Certificate> chain = Pem.certificates(files.certificate());
        PrivateKey key = Pem.privateKey(files.key(), chain.getFirst());
        try {
            checkPair(files, chain.getFirst(), key);
            checkChain(files, chain, authority, now);
            return new TlsIdentity(files, new OwnKey(chain, key), trust(authority));
        } catch (GeneralSecurityException | IOException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "the TLS files around " + files.certificate() + " can't be used: " + e + ".",
                    e);
        }
    }

    /** The files, as they were checked. */
    public TlsFiles files() {
        return files;
    }

    /** Shows this process' certificate. */
    public KeyManager keyManager() {
        return key;
    }

    /** Trusts the authority's certificates alone. */
    public TrustManager trustManager() {
        return trust;
    }

    /** Offers this process' certificate and trusts the authority's alone. */
    public SSLContext context() {
        return context;
    }

    /** For a server's sockets: TLS 1.3, a client without a certificate is refused. */
    public static SSLParameters serverParameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /** For a client's sockets: TLS 1.3, the server's certificate must name the address called. */
    public static SSLParameters clientParameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private static void checkPair(TlsFiles files, X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] text = new byte[32];
        new SecureRandom().nextBytes(text);
        if (!signsFor(algorithm, key, certificate.getPublicKey(), text)) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    "the key in " + files.key() + " is not that of " + files.certificate() + ".");
        }
    }

    private static boolean signsFor(
            String algorithm, PrivateKey key, PublicKey expected, byte[] text)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(text);
        byte[] signature = signer.sign();
        signer.initVerify(expected);
        signer.update(text);
        try {
            return signer.verify(signature);
        } catch (SignatureException ignored) {
            return false;
        }
    }

    private static void checkChain(
            TlsFiles files,
            List<X509Certificate> chain,
            List<X509Certificate> authority,
            Instant now)
            throws GeneralSecurityException {
        for (X509Certificate certificate : chain) {
            if (now.isBefore(certificate.getNotBefore().toInstant())
                    || now.isAfter(certificate.getNotAfter().toInstant())) {
                Date end = certificate.getNotAfter();
                throw new TransshipException(
                        FailureCode.CONFIG_INVALID,
                        files.certificate() + " is not valid now; it ends " + end + ".",
                        "Make a new certificate, or set the clock.",
                        null);
            }
        }
        X509Certificate last = chain.getLast();
        for (X509Certificate root : authority) {
            if (signedBy(last, root) || last.equals(root)) {
                return;
            }
        }
        throw new TransshipException(
                FailureCode.CONFIG_INVALID,
                files.certificate() + " is not signed by the authority " + files.authority() + ".");
    }

    private static boolean signedBy(X509Certificate certificate, X509Certificate root)
            throws GeneralSecurityException {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (SignatureException | InvalidKeyException ignored) {
            return false;
        }
    }

    private static TrustManager trust(List<X509Certificate> authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (int i = 0; i < authority.size(); i++) {
            trusted.setCertificateEntry("authority-" + i, authority.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust.getTrustManagers()[0];
    }
}
