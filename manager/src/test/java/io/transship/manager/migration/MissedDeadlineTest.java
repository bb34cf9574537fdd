package io.transship.manager.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.HostId;
import io.transship.core.model.IpAddress;
import io.transship.daemon.testing.Certificates;
import io.transship.manager.daemons.DaemonClient;
import io.transship.manager.daemons.DaemonEndpoint;
import io.transship.settings.HostAndPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissedDeadlineTest {

    private static final TransshipException LATE =
            new TransshipException(FailureCode.DEADLINE_EXCEEDED, "no answer in 2 s.");

    @TempDir private Path folder;

    @Test
    void aDaemonThatIsGoneIsTheReasonAndOneThatIsSlowIsNot() throws Exception {
        try (ServerSocket open = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                DaemonClient slow = client("h2", open.getLocalPort());
                DaemonClient gone = client("h3", unused())) {
            TransshipException explained = MissedDeadline.explained(LATE, List.of(slow, gone));

            assertThat(explained.code()).isEqualTo(FailureCode.PEER_UNREACHABLE);
            assertThat(explained.getMessage()).contains("h3", "no answer in 2 s");
            assertThat(MissedDeadline.explained(LATE, List.of(slow))).isSameAs(LATE);
        }
    }

    @Test
    void anotherFailureStaysWhatItIs() throws Exception {
        TransshipException full = new TransshipException(FailureCode.DISK_FULL, "full.");
        try (DaemonClient gone = client("h3", unused())) {
            assertThat(MissedDeadline.explained(full, List.of(gone))).isSameAs(full);
        }
    }

    private DaemonClient client(String host, int port) {
        return new DaemonClient(
                new DaemonEndpoint(
                        new HostId(host),
                        new IpAddress("10.0.0.2"),
                        new HostAndPort("127.0.0.1", port)),
                new Certificates(folder.resolve(host), "Test authority").files("manager"));
    }

    private static int unused() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
