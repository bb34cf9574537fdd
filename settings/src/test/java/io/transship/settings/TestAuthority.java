package io.transship.settings;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
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

/** Signs certificates for 127.0.0.1. */
final class TestAuthority {

    private static final X500Principal NAME = new X500Principal("CN=Test authority");

    private final Path folder;
    private final Instant now;
    private final KeyPair pair = keyPair();

    TestAuthority(Path folder, Instant now) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.now = now;
        write("ca.pem", certificate(NAME, pair.getPublic()), false);
    }

    TlsFiles issue(String name) throws Exception {
        KeyPair own = keyPair();
        X500Principal subject = new X500Principal("CN=" + name);
        Path certificate = write(name + ".pem", certificate(subject, own.getPublic()), false);
        Path key = write(name + ".key", pkcs8(own.getPrivate()), true);
        return new TlsFiles(folder.resolve("ca.pem"), certificate, key);
    }

    private Object certificate(X500Principal subject, PublicKey key)
            throws IOException, OperatorCreationException {
        var names = new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        return new JcaX509v3CertificateBuilder(
                        NAME,
                        BigInteger.valueOf(subject.hashCode()).abs(),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(Duration.ofHours(1))),
                        subject,
                        key)
                .addExtension(Extension.subjectAlternativeName, false, names)
                .addExtension(
                        Extension.basicConstraints,
                        true,
                        new BasicConstraints(subject.equals(NAME)))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static Object pkcs8(PrivateKey key) throws Exception {
        return new JcaPKCS8Generator(key, null).generate();
    }

    private Path write(String name, Object pem, boolean secret) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pem);
        }
        Path file = Files.writeString(folder.resolve(name), text.toString());
        String mode = secret ? "rw-------" : "rw-r--r--";
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
