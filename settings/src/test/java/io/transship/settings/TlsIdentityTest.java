package io.transship.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {

    private static final Instant NOW = Instant.now();

    @TempDir Path folder;
    private TestAuthority authority;
    private TlsFiles manager;
    private TlsFiles daemon;

    @BeforeEach
    void issue() throws Exception {
        authority = new TestAuthority(folder.resolve("ours"), NOW);
        manager = authority.issue("manager");
        daemon = authority.issue("daemon");
    }

    @Test
    void twoProcessesOfOneAuthorityTalkTls13() throws Exception {
        assertThat(talk(context(manager), context(daemon))).isEqualTo("TLSv1.3 hello");
    }

    @Test
    void aPeerOfAnotherAuthorityIsRefused() throws Exception {
        TlsFiles stranger = new TestAuthority(folder.resolve("theirs"), NOW).issue("stranger");

        assertThatThrownBy(() -> talk(context(manager), context(stranger)))
                .isInstanceOfAny(SSLException.class, ExecutionException.class);
    }

    @Test
    void aPeerWithoutACertificateIsRefused() throws Exception {
        SSLContext bare = SSLContext.getInstance("TLSv1.3");
        bare.init(null, new javax.net.ssl.TrustManager[] {new TrustsEverybody()}, null);

        assertThatThrownBy(() -> talk(context(manager), bare))
                .isInstanceOfAny(IOException.class, ExecutionException.class);
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(manager.certificate());

        assertRefused(manager, NOW, "manager.pem can't be read");
    }

    @Test
    void aFileWithoutACertificateIsNamed() throws Exception {
        Files.writeString(manager.authority(), "hello");

        assertRefused(manager, NOW, "ca.pem holds no certificate");
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(manager.key(), PosixFilePermissions.fromString("rw-r-----"));

        assertRefused(manager, NOW, "open to others");
    }

    @Test
    void aKeyOfSomebodyElseIsRefused() {
        assertRefused(
                new TlsFiles(manager.authority(), manager.certificate(), daemon.key()),
                NOW,
                "is not that of");
    }

    @Test
    void aKeyInAnotherFormIsRefusedAndNeverQuoted() throws Exception {
        Files.writeString(manager.key(), "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n");

        assertThatThrownBy(() -> TlsIdentity.load(manager, NOW))
                .hasMessageContaining("no private key in PKCS #8")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        TlsFiles stranger = new TestAuthority(folder.resolve("theirs"), NOW).issue("stranger");

        assertRefused(
                new TlsFiles(manager.authority(), stranger.certificate(), stranger.key()),
                NOW,
                "is not signed by the authority");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        assertRefused(manager, NOW.plus(Duration.ofDays(1)), "is not valid now");
    }

    private static void assertRefused(TlsFiles files, Instant now, String words) {
        assertThatThrownBy(() -> TlsIdentity.load(files, now))
                .isInstanceOf(TransshipException.class)
                .hasMessageContaining(words);
    }

    private static SSLContext context(TlsFiles files) {
        return TlsIdentity.load(files, NOW).context();
    }

    /** The client says hello; the answer is what the server heard, after the protocol in use. */
    private static String talk(SSLContext server, SSLContext client) throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (var listening =
                        (SSLServerSocket)
                                server.getServerSocketFactory().createServerSocket(0, 1, here);
                var calling =
                        (SSLSocket)
                                client.getSocketFactory()
                                        .createSocket(here, listening.getLocalPort())) {
            listening.setSSLParameters(TlsIdentity.serverParameters());
            var heard = CompletableFuture.supplyAsync(() -> hear(listening));
            calling.setSSLParameters(TlsIdentity.clientParameters());
            calling.getOutputStream()
                    .write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            calling.shutdownOutput();
            return heard.get();
        }
    }

    private static String hear(SSLServerSocket listening) {
        try (var socket = (SSLSocket) listening.accept()) {
            String text =
                    new String(
                            socket.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.US_ASCII);
            return socket.getSession().getProtocol() + " " + text;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class TrustsEverybody extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain,
                String type,
                javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain,
                String type,
                javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
