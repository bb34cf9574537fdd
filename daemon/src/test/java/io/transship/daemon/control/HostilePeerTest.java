package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.transship.daemon.refusal.RefusalLog;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.daemon.transfer.frame.Frames;
import io.transship.proto.v1.HelloRequest;
import io.transship.proto.v1.RemoveRequest;
import io.transship.proto.v1.RestartOpen;
import io.transship.proto.v1.RestartReply;
import io.transship.proto.v1.RestartRequest;
import io.transship.settings.TlsFiles;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Peers that are not what they should be, at both ports of a daemon that runs: each is refused,
 * nothing is written, and the daemon goes on.
 */
class HostilePeerTest {

    private static final int SECONDS = 60;
    private static final Instant NOW = Instant.now();

    @TempDir private Path folder;
    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final Lines log = new Lines();
    private TwoDaemons net;
    private List<String> before;

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
        }
    }

    private enum Port {
        CONTROL,
        DATA;

        int of(TwoDaemons net) {
            return this == CONTROL ? net.h2().controlPort() : net.h2().dataPort();
        }

        String line() {
            return "Refused at the " + (this == CONTROL ? "control" : "data") + " port: ";
        }
    }

    @BeforeEach
    void begin() throws Exception {
        net = new TwoDaemons(folder.resolve("net"));
        net.start();
        log.start();
        logger.addAppender(log);
        before = files();
    }

    @AfterEach
    void theDaemonGoesOnAndNothingWasWritten() throws Exception {
        logger.detachAppender(log);
        try (TwoDaemons ending = net) {
            var hello =
                    ending.source().hello(HelloRequest.newBuilder().setProtocolVersion(1).build());
            assertThat(hello.getHost()).isEqualTo("h2");
            assertThat(ending.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
            assertThat(files()).isEqualTo(before);
        }
    }

    /** All that lies in the folders of the daemons and their hosts. */
    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("net"))) {
            return all.map(Path::toString)
                    .filter(file -> !file.endsWith(".pem") && !file.endsWith(".key"))
                    .sorted()
                    .toList();
        }
    }

    private void assertLogged(String... words) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(SECONDS))
                .untilAsserted(
                        () ->
                                assertThat(log.said)
                                        .anySatisfy(line -> assertThat(line).contains(words)));
    }

    private Socket connect(Port port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.of(net));
        socket.setSoTimeout(SECONDS * 1000);
        return socket;
    }

    private SSLSocket tls(Port port, SSLContext context) throws IOException {
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(connect(port), "127.0.0.1", port.of(net), true);
    }

    /** Trusts the daemons. */
    private TrustManagerFactory trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var pem = Files.newInputStream(net.authority().files("manager").authority())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust;
    }

    /** A certificate with that name of an authority that calls itself by ours' name. */
    private KeyStore forged(String name) throws Exception {
        TlsFiles files =
                new Certificates(folder.resolve("forger"), TwoDaemons.AUTHORITY).files(name);
        KeyStore forged = KeyStore.getInstance("PKCS12");
        forged.load(null, null);
        byte[] key =
                Base64.getMimeDecoder()
                        .decode(Files.readString(files.key()).replaceAll("-----.*-----", ""));
        try (var pem = Files.newInputStream(files.certificate())) {
            forged.setKeyEntry(
                    name,
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    new char[0],
                    new Certificate[] {
                        CertificateFactory.getInstance("X.509").generateCertificate(pem)
                    });
        }
        return forged;
    }

    /** Brings these bytes, and then reads the end of the connection, or an alert. */
    private static void assertRefused(Socket socket, byte[] bytes) throws IOException {
        try (socket) {
            socket.getOutputStream().write(bytes);
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the daemon keeps the connection", e);
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void bytesThatAreNoTlsEndTheConnection(Port port) throws Exception {
        byte[] garbage = new byte[64 * 1024];
        new Random(7).nextBytes(garbage);

        assertRefused(connect(port), garbage);

        assertLogged(port.line() + "/127.0.0.1:");
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void anExpiredCertificateGetsNowhere(Port port) throws Exception {
        TlsFiles expired = net.authority().files("manager", NOW.minusSeconds(1200));
        SSLContext context = TlsIdentity.load(expired, NOW.minusSeconds(1800)).context();

        assertRefused(tls(port, context), new byte[37]);

        assertLogged(port.line() + "/127.0.0.1:", "validity check failed");
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void aStrangersCertificateGetsNowhereAndIsNamedOnce(Port port) throws Exception {
        SSLContext strange = SSLContext.getInstance("TLSv1.3");
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(forged("manager"), new char[0]);
        strange.init(keys.getKeyManagers(), trust().getTrustManagers(), null);

        assertRefused(tls(port, strange), new byte[37]);

        assertLogged(port.line() + "/127.0.0.1:", "signature check failed");
        assertThat(log.said).filteredOn(line -> line.contains(port.line())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void whoShowsNoCertificateGetsNowhere(Port port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust().getTrustManagers(), null);

        assertRefused(tls(port, context), new byte[37]);

        assertLogged(port.line() + "/127.0.0.1:", "Empty client certificate chain");
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void olderTlsIsNotSpoken(Port port) throws Exception {
        SSLSocket socket = tls(port, net.authority().identity("manager").context());
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});

        assertRefused(socket, new byte[37]);

        assertLogged(port.line() + "/127.0.0.1:");
    }

    @Test
    void aDaemonsCertificateGivesNoOrders() {
        var stub = net.stub(net.authority().files("h3"), net.h2(), "h2");

        assertThatThrownBy(
                        () -> stub.remove(RemoveRequest.newBuilder().setName("server-1").build()))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("PERMISSION_DENIED");
        assertLogged(Port.CONTROL.line(), "[h3]", "only the manager");
    }

    @Test
    void anotherHostsNameOpensNoSession() throws Exception {
        RestartReply reply = restart("manager", open().build());

        assertThat(reply.getFailure().getCode()).isEqualTo("PEER_NOT_TRUSTED");
        assertLogged(Port.CONTROL.line(), "[manager]", "'h3'");
    }

    @Test
    void anotherVersionIsRefusedBeforeAnythingIsTouched() throws Exception {
        RestartReply reply = restart("h3", open().setProtocolVersion(9).build());

        assertThat(reply.getFailure().getCode()).isEqualTo("VERSION_MISMATCH");
        HelloRequest hello = HelloRequest.newBuilder().setProtocolVersion(9).build();
        assertThatThrownBy(() -> net.source().hello(hello))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("VERSION_MISMATCH");
    }

    @Test
    void aMessageThatIsTooLargeOpensNoSession() {
        RestartOpen open = open().setEngineCreate(ByteString.copyFrom(new byte[5 << 20])).build();

        assertThatThrownBy(() -> restart("h3", open)).isInstanceOf(StatusException.class);
    }

    private RestartOpen.Builder open() {
        return RestartOpen.newBuilder()
                .setProtocolVersion(1)
                .setMigrationId("m9")
                .setSourceHost("h3")
                .setSpec(net.spec().toBuilder().setName("other"))
                .setMode("copy")
                .setLeaseMs(5000);
    }

    private RestartReply restart(String as, RestartOpen open) throws Exception {
        var call =
                net.stub(net.authority().files(as), net.h2(), "h2")
                        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                        .restart();
        call.write(RestartRequest.newBuilder().setOpen(open).build());
        RestartReply reply = call.read();
        call.cancel("enough", null);
        assertThat(reply).isNotNull();
        return reply;
    }

    @Test
    void anIdThatNobodyGaveOutOpensNoDataConnection() throws Exception {
        assertFirstFrame(
                ByteBuffer.allocate(38).put((byte) 1).putInt(33).put(Frames.VERSION),
                "no session expects this id");
    }

    @Test
    void anotherVersionOpensNoDataConnection() throws Exception {
        assertFirstFrame(
                ByteBuffer.allocate(38).put((byte) 1).putInt(33).put((byte) 99),
                "no OPEN of version");
    }

    @Test
    void aFirstFrameOfTwoGigabytesIsNotWaitedFor() throws Exception {
        assertFirstFrame(
                ByteBuffer.allocate(5).put((byte) 1).putInt(Integer.MAX_VALUE), "too long");
    }

    private void assertFirstFrame(ByteBuffer frame, String why) throws IOException {
        SSLSocket socket = tls(Port.DATA, net.authority().identity("h3").context());
        String from = ":" + socket.getLocalPort() + ": ";

        assertRefused(socket, frame.array());

        assertLogged(Port.DATA.line(), from, why);
        assertThat(log.said).filteredOn(line -> line.contains(from)).hasSize(1);
    }
}
