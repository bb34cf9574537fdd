package io.transship.daemon.session.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.migration.MigrationMode;
import io.transship.daemon.checkpoint.MigrationId;
import io.transship.daemon.checkpoint.PageTransport;
import io.transship.daemon.command.CommandResult;
import io.transship.daemon.command.RunningCommand;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.testing.PageProtocol;
import io.transship.daemon.transfer.DataConnection;
import io.transship.daemon.transfer.TransferId;
import io.transship.daemon.transfer.TransferServer;
import io.transship.daemon.transfer.pace.RateCap;
import io.transship.daemon.transfer.tunnel.LocalSocket;
import io.transship.daemon.transfer.tunnel.StreamTap;
import io.transship.daemon.transfer.tunnel.Tunnel;
import io.transship.settings.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A post-copy's target: its CRIU is a socket of the test's, and so is the source's behind a tunnel.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TargetPagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGE = 4096;
    private static final int GET = 7;
    private static final int ANSWER = 4 << 16 | 6;
    private static final int CLOSE = 0x1023;
    private static final MigrationId ID = new MigrationId("m-1");

    @TempDir private Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Fetcher fetcher = new Fetcher();
    private final CompletableFuture<TransshipException> lost = new CompletableFuture<>();
    private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();
    private final CompletableFuture<Boolean> stillOpen = new CompletableFuture<>();
    private TransferServer server;
    private TargetPages pages;
    private SSLSocket connection;
    private Tunnel source;
    private Socket pageServer;

    /** CRIU's side on the target: connects as the script does. */
    private static final class Fetcher implements PageTransport, RunningCommand {

        private final CompletableFuture<CommandResult> ended = new CompletableFuture<>();
        private final CompletableFuture<Socket> socket = new CompletableFuture<>();

        @Override
        public Path socket(MigrationId migration) {
            throw new AssertionError("the target has none");
        }

        @Override
        public boolean owns(MigrationId migration, long process) {
            return process == ProcessHandle.current().pid();
        }

        @Override
        public RunningCommand receive(MigrationId migration, int port) {
            throw new AssertionError("that is another mode");
        }

        @Override
        public RunningCommand fetch(MigrationId migration, int port) {
            try {
                Socket criu = new Socket(InetAddress.getLoopbackAddress(), port);
                criu.setSoTimeout((int) PATIENCE.toMillis());
                socket.complete(criu);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void awaitFetching(MigrationId migration, RunningCommand program) {}

        @Override
        public boolean fetched(MigrationId migration) {
            return false;
        }

        @Override
        public void lose(MigrationId migration) {}

        @Override
        public CompletableFuture<Void> spoke() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<CommandResult> ended() {
            return ended;
        }

        @Override
        public void kill() {
            ended.complete(new CommandResult(137, "", "killed"));
        }

        Socket criu() {
            return socket.join();
        }

        byte[] read(int length) throws IOException {
            return criu().getInputStream().readNBytes(length);
        }
    }

    private final class Ears implements TargetPages.Listener {

        @Override
        public void lost(TransshipException reason) {
            try {
                criuSays(PageProtocol.header(GET, 1, 0x1000, 1));
                stillOpen.complete(true);
            } catch (IOException e) {
                stillOpen.complete(false);
            }
            lost.complete(reason);
        }

        @Override
        public void arrived() {
            arrived.complete(true);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        Certificates authority = new Certificates(folder.resolve("tls"), "Test authority");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        TlsIdentity identity = authority.identity("h3");
        server =
                new TransferServer(identity.context(), new InetSocketAddress(loopback, 0), threads);
        server.start();
        pages =
                new TargetPages(
                        new PageParts(
                                fetcher, server, identity, new SecureRandom(), threads, PATIENCE),
                        ID,
                        MigrationMode.POST_COPY,
                        new Ears());
        TransferId transfer = pages.open("h2").orElseThrow();
        connection =
                DataConnection.open(
                        authority.identity("h2").context(),
                        new DataConnection.Destination(
                                new InetSocketAddress(loopback, server.port()), "h3", PATIENCE),
                        transfer);
        source =
                new Tunnel(
                        () -> true,
                        new Tunnel.Taps(StreamTap.NONE, StreamTap.NONE),
                        _ -> {},
                        RateCap.none(),
                        threads);
        threads.execute(() -> source.receive(connection));
        try (ServerSocket door = new ServerSocket(0, 1, loopback)) {
            pageServer = new Socket(loopback, door.getLocalPort());
            pageServer.setSoTimeout((int) PATIENCE.toMillis());
            source.attach(LocalSocket.of(door.accept()));
        }
        pages.armFetching();
    }

    @AfterEach
    void end() throws IOException {
        pages.close();
        source.close();
        connection.close();
        pageServer.close();
        fetcher.criu().close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void aPageThatCameBeforeItsQuestionNeverAsksTheSource() throws Exception {
        byte[] page = {1, 2, 3};
        sourceAnswers(0x7000, page);
        pages.startFetching(folder);
        assertThat(fetcher.read(3)).isEqualTo("go\n".getBytes());
        Awaitility.await().atMost(PATIENCE).until(() -> pages.receivedBytes() == 32 + PAGE);
        criuSays(PageProtocol.header(GET, 1, 0x7000, 1));
        assertThat(fetcher.read(32)).isEqualTo(PageProtocol.header(ANSWER, 1, 0x7000, 1));
        assertThat(fetcher.read(PAGE)).startsWith(page);

        criuSays(PageProtocol.header(CLOSE, 0, 0, 0));
        assertThat(pageServer.getInputStream().readNBytes(32))
                .isEqualTo(PageProtocol.header(CLOSE, 0, 0, 0));
        pageServer.getOutputStream().write(new byte[4]);
        assertThat(fetcher.read(4)).containsOnly(0);
        fetcher.ended.complete(new CommandResult(0, "", ""));
        assertThat(arrived.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(lost).isNotDone();
    }

    @Test
    void whoeverWaitsForAPageStillWaitsWhenTheSessionHearsThatItIsCutOff() throws Exception {
        criuSays(PageProtocol.header(GET, 1, 0x7000, 1));
        connection.close();

        TransshipException reason = lost.get(60, TimeUnit.SECONDS);
        assertThat(reason.code()).isEqualTo(FailureCode.TRANSFER_FAILED);
        assertThat(stillOpen.get()).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> ended(fetcher.criu()));
    }

    @Test
    void aSourceThatSaysWhatNobodyMaySayIsCutOff() throws Exception {
        pageServer.getOutputStream().write(PageProtocol.header(ANSWER, 1 << 20, 0x7000, 1));

        assertThat(lost.get(60, TimeUnit.SECONDS).code()).isEqualTo(FailureCode.PROTOCOL_VIOLATION);
    }

    @Test
    void aFetcherThatFailsByItselfWasNotCutOff() throws Exception {
        fetcher.criu().close();
        fetcher.ended.complete(new CommandResult(1, "", "uffd: no memory"));

        assertThat(lost.get(60, TimeUnit.SECONDS).code()).isEqualTo(FailureCode.RESTORE_FAILED);
    }

    @Test
    void thereIsNoWordForAFetcherThatIsGone() throws Exception {
        pages.close();
        Awaitility.await().atMost(PATIENCE).until(() -> ended(fetcher.criu()));

        assertThatThrownBy(() -> pages.startFetching(folder))
                .isInstanceOfSatisfying(
                        TransshipException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.RESTORE_FAILED));
    }

    private void criuSays(byte[] header) throws IOException {
        fetcher.criu().getOutputStream().write(header);
    }

    private void sourceAnswers(long address, byte[] content) throws IOException {
        pageServer.getOutputStream().write(PageProtocol.header(ANSWER, 1, address, 1));
        pageServer.getOutputStream().write(java.util.Arrays.copyOf(content, PAGE));
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }
}
