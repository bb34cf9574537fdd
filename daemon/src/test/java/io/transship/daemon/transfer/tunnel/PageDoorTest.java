package io.transship.daemon.transfer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageDoorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void whoSpeaksIsHeardFromTheFirstByteOnAndWhoLeftIsPassedOver() throws IOException {
        try (PageDoor door = new PageDoor(path())) {
            connect().close();
            try (SocketChannel criu = connect()) {
                criu.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                try (LocalSocket admitted = door.admitSpeaker(PATIENCE)) {
                    assertThat(admitted.in().readNBytes(3)).containsExactly(1, 2, 3);
                    admitted.out().write(new byte[] {4});
                    admitted.endOutput();
                    ByteBuffer answer = ByteBuffer.allocate(2);
                    assertThat(criu.read(answer)).isEqualTo(1);
                    assertThat(criu.read(answer)).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void whoListensIsTheLastThatCame() throws IOException {
        try (PageDoor door = new PageDoor(path());
                SocketChannel first = connect();
                SocketChannel second = connect();
                LocalSocket admitted = door.admitListener()) {
            admitted.out().write(new byte[] {7});
            assertThat(second.read(ByteBuffer.allocate(2))).isEqualTo(1);
            assertThat(first.read(ByteBuffer.allocate(2))).isEqualTo(-1);
        }
    }

    @Test
    void nobodyAndWhoSaysNothingAreNotWaitedForForEver() throws IOException {
        try (PageDoor door = new PageDoor(path());
                SocketChannel silent = connect()) {
            assertThatThrownBy(() -> door.admitSpeaker(Duration.ofMillis(50)))
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
            assertThat(silent.read(ByteBuffer.allocate(2))).isEqualTo(-1);
        }
        try (PageDoor door = new PageDoor(path())) {
            assertThatThrownBy(door::admitListener)
                    .isInstanceOfSatisfying(
                            TransshipException.class,
                            e -> assertThat(e.code()).isEqualTo(FailureCode.TRANSFER_FAILED));
        }
    }

    @Test
    void whatIsLeftOfAnEarlierOneIsInNobodysWay() throws IOException {
        Files.createFile(path());
        new PageDoor(path()).close();
        assertThat(path()).doesNotExist();
    }

    private Path path() {
        return folder.resolve("pages");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path()));
    }
}
