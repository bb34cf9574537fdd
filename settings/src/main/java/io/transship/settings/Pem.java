package io.transship.settings;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM files. */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final long MAX_BYTES = 1 << 20;

    private Pem() {}

    static List<X509Certificate> certificates(Path file) {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw invalid(file + " holds no certificate.");
            }
            return found;
        } catch (CertificateException e) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID, file + " holds no certificate in PEM.", e);
        }
    }

    /** The key, of the kind of {@code certificate}'s. */
    static PrivateKey privateKey(Path file, X509Certificate certificate) {
        SecretFile.checkOwnersAlone(file, "holds a private key");
        Matcher matcher =
                KEY.matcher(new String(bytes(file), java.nio.charset.StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new TransshipException(
                    FailureCode.CONFIG_INVALID,
                    file + " holds no private key in PKCS #8.",
                    "Convert it with 'openssl pkcs8 -topk8 -nocrypt'.",
                    null);
        }
        try {
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(matcher.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote the file: it is not handed on.
            throw invalid(file + " holds no private key that fits the certificate.");
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw invalid(file + " is larger than 1 MiB.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static TransshipException unreadable(Path file, IOException e) {
        return new TransshipException(
                FailureCode.CONFIG_INVALID, "TLS file " + file + " can't be read.", e);
    }

    private static TransshipException invalid(String message) {
        return new TransshipException(FailureCode.CONFIG_INVALID, message);
    }
}
