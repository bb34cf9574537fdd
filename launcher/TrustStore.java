import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * Turns the machine's bundle of trusted certificates (PEM) into the file a JDK reads; with {@code --check} opens such a
 * file and starts a program, which proves that a JDK works.
 */
final class TrustStore {

    /** The password every JDK's own file has; the file holds no secret. */
    private static final char[] CUSTOMARY = "changeit".toCharArray();

    private TrustStore() {}

    public static void main(String[] arguments) throws Exception {
        Path store = Path.of(arguments[1]);
        if (arguments[0].equals("--check")) {
            check(store);
        } else {
            write(Path.of(arguments[0]), store);
        }
    }

    private static void write(Path bundle, Path store) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, CUSTOMARY);
        int number = 0;
        try (InputStream in = Files.newInputStream(bundle)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
        }
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, CUSTOMARY);
        }
    }

    private static void check(Path store) throws Exception {
        KeyStore trusted = KeyStore.getInstance(store.toFile(), CUSTOMARY);
        if (trusted.size() == 0) {
            throw new IllegalStateException("no certificate in " + store);
        }
        int status = new ProcessBuilder("true").start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("a child process ended with " + status);
        }
    }
}
