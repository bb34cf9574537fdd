package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketOwnerTest {

    private static final long SELF = ProcessHandle.current().pid();

    @TempDir private Path folder;

    @Test
    void aProcessThatClosesOtherDescriptorsMeanwhileIsFound() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        AtomicBoolean over = new AtomicBoolean();
        Thread busy = Thread.ofPlatform().start(() -> openAndClose(file, over));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket _ = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            for (int i = 0; i < 50; i++) {
                assertThat(SocketOwner.isAmong(accepted, pid -> pid == SELF)).isTrue();
            }
            assertThat(SocketOwner.isAmong(accepted, pid -> pid != SELF)).isFalse();
        } finally {
            over.set(true);
            busy.join();
        }
    }

    private static void openAndClose(Path file, AtomicBoolean over) {
        while (!over.get()) {
            try (FileChannel _ = FileChannel.open(file)) {
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void aPortThatIsUsedTowardsOthersTooIsToldByBothEnds() {
        List<String> table =
                List.of(
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
                                + "   uid  timeout inode",
                        "   0: 0100007F:B5E6 0100007F:1F90 06 00000000:00000000 03:00000000 00000000"
                                + "     0        0 0 3 0000000000000000",
                        "   1: 0100007F:B5E6 0100007F:1F91 01 00000000:00000000 00:00000000 00000000"
                                + "     0        0 4711 1 0000000000000000");

        assertThat(SocketOwner.inode(table, 0xB5E6, 0x1F91)).contains("4711");
        assertThat(SocketOwner.inode(table, 0xB5E6, 0x1F92)).isEmpty();
    }
}
