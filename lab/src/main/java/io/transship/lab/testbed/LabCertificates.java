package io.transship.lab.testbed;

import io.transship.settings.TlsFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority that lives as long as this object, and certificates of it for a lab's processes. Its
 * private key is never written. Thread-safe.
 */
public final class LabCertificates {

    private static final Duration VALID = Duration.ofDays(30);
    private static final Duration CLOCK_SLACK = Duration.ofDays(1);

    private final SecureRandom random;
    private final Instant now;
    private final KeyPair keys;
    private final X509Certificate authority;

    /** An authority for the lab of that name. */
    public LabCertificates(String lab, SecureRandom random, Instant now) {
        this.random = random;
        this.now = now;
        this.keys = newKeys();
        X500Name name = new X500Name("CN=Transship lab " + lab);
        try {
            JcaX509v3CertificateBuilder builder = builder(name, name, keys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            this.authority = sign(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a key and a certificate, and writes them with the authority's into a folder.
     *
     * @param name the process' name, its common name and DNS name
     * @param addresses where it can be reached
     */
    public TlsFiles issue(String name, List<String> addresses, Path folder) {
        KeyPair pair = newKeys();
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, name));
        addresses.forEach(each -> names.add(new GeneralName(GeneralName.iPAddress, each)));
        try {
            JcaX509v3CertificateBuilder builder =
                    builder(
                            new X500Name(authority.getSubjectX500Principal().getName()),
                            new X500Name("CN=" + name),
                            pair);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                            }));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(names.toArray(GeneralName[]::new)));
            TlsFiles files =
                    new TlsFiles(
                            folder.resolve("ca.pem"),
                            folder.resolve("certificate.pem"),
                            folder.resolve("key.pem"));
            LabFolders.write(files.authority(), pem(authority));
            LabFolders.write(files.certificate(), pem(sign(builder)));
            LabFolders.write(files.key(), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair pair) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, random),
                Date.from(now.minus(CLOCK_SLACK)),
                Date.from(now.plus(VALID)),
                subject,
                pair.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .setSecureRandom(random)
                                            .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK has ECDSA", e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
