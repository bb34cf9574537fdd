package io.transship.daemon.testing;

import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that lives as long as a test. */
public final class Certificates {

    private final X500Principal issuer;
    private final Path folder;
    private final KeyPair authority;
    private final Instant now = Instant.now();
    private long serial = 1;

    /** A new authority whose files go into {@code folder}. */
    public Certificates(Path folder, String name) {
        try {
            this.folder = Files.createDirectories(folder);
            this.issuer = new X500Principal("CN=" + name);
            this.authority = pair();
            write(
                    "ca.pem",
                    certificate(issuer, authority.getPublic(), name, now.plus(Duration.ofHours(1))),
                    "rw-r--r--");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate with that DNS name, for 127.0.0.1 too. */
    public TlsFiles files(String name) {
        return files(name, now.plus(Duration.ofHours(1)));
    }

    /** The same, good from an hour ago until {@code end}. */
    public TlsFiles files(String name, Instant end) {
        try {
            KeyPair own = pair();
            Path certificate =
                    write(
                            name + ".pem",
                            certificate(
                                    new X500Principal("CN=" + name), own.getPublic(), name, end),
                            "rw-r--r--");
            Path key =
                    write(
                            name + ".key",
                            new JcaPKCS8Generator(own.getPrivate(), null).generate(),
                            "rw-------");
            return new TlsFiles(folder.resolve("ca.pem"), certificate, key);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, loaded. */
    public TlsIdentity identity(String name) {
        return TlsIdentity.load(files(name), now);
    }

    private Object certificate(X500Principal subject, PublicKey key, String dns, Instant end)
            throws IOException, OperatorCreationException {
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, dns),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        boolean root = subject.equals(issuer);
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(serial++),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(end),
                        subject,
                        key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(root));
        if (!root) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
    }

    private Path write(String name, Object pem, String mode) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pem);
        }
        Path file = Files.writeString(folder.resolve(name), text.toString());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
