package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusException;
import io.transship.daemon.testing.Certificates;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.HelloRequest;
import io.transship.proto.v1.ListRequest;
import io.transship.proto.v1.MeasureRequest;
import io.transship.proto.v1.RemoveRequest;
import io.transship.proto.v1.StartReply;
import io.transship.proto.v1.StartRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon answers, and to whom, over real sockets and TLS. */
class DaemonCallsTest {

    @TempDir private Path folder;
    private TwoDaemons net;

    @BeforeEach
    void begin() {
        net = new TwoDaemons(folder);
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @Test
    void aDaemonSaysWhatItIsAndCan() throws Exception {
        var hello = net.source().hello(HelloRequest.newBuilder().setProtocolVersion(1).build());

        assertThat(hello.getHost()).isEqualTo("h2");
        assertThat(hello.getAbilitiesList()).contains("mode:copy");
        assertThat(hello.getDataPort()).isEqualTo(net.h2().dataPort());
    }

    @Test
    void startRunsAContainerAndListShowsIt() throws Exception {
        net.start();

        var list = net.source().list(ListRequest.getDefaultInstance());
        assertThat(list.getContainersList()).hasSize(1);
        assertThat(list.getContainers(0).getRunning()).isTrue();
        assertThat(list.getContainers(0).getSpec()).isEqualTo(net.spec());
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    @Test
    void startTwiceAnswersTwiceTheSame() throws Exception {
        assertThat(net.start()).isEqualTo(net.start());
    }

    @Test
    void anotherContainerOfTheSameNameIsAConflict() throws Exception {
        net.start();

        StartReply reply =
                net.source()
                        .start(
                                StartRequest.newBuilder()
                                        .setSpec(net.spec().toBuilder().setIp("10.0.0.101"))
                                        .build());

        assertThat(reply.getFailure().getCode()).isEqualTo("CONTAINER_CONFLICT");
        assertThat(reply.getFailure().getMend()).isNotEmpty();
    }

    @Test
    void aSpecThatIsNotAllowedIsRefusedBeforeTheEngineSeesIt() throws Exception {
        StartReply reply =
                net.source()
                        .start(
                                StartRequest.newBuilder()
                                        .setSpec(net.spec().toBuilder().setName("../evil"))
                                        .build());

        assertThat(reply.getFailure().getCode()).isEqualTo("PROTOCOL_VIOLATION");
        assertThat(reply.getFailure().getFamily()).isEqualTo(3);
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
    }

    @Test
    void removeEndsIt() throws Exception {
        net.start();

        net.source().remove(RemoveRequest.newBuilder().setName("server-1").build());

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        assertThat(net.source().list(ListRequest.getDefaultInstance()).getContainersList())
                .isEmpty();
    }

    @Test
    void whatAMoveWouldCarryIsMeasured() throws Exception {
        net.start();
        net.h2().host().write(TwoDaemons.SERVER, new byte[5000], new byte[70]);

        var reply = net.source().measure(measure("server-1", 10));

        assertThat(reply.hasFailure()).isFalse();
        assertThat(reply.getMemoryBytes()).isEqualTo(5000);
        assertThat(reply.getLayerBytes()).isEqualTo(70);
        assertThat(reply.getImageBytes()).isPositive();
        assertThat(reply.getDirtyBytesPerSecond()).isEqualTo(50);
        assertThat(reply.getDirtyBasis()).isEqualTo("soft-dirty");
        assertThat(net.source().measure(measure("server-1", 0)).getDirtyBytesPerSecond())
                .isEqualTo(-1);
        MeasureRequest image = MeasureRequest.newBuilder().setImageId(reply.getImageId()).build();
        assertThat(net.source().measure(image).getImageBytes()).isEqualTo(reply.getImageBytes());
        assertThat(net.target().measure(image).getImageBytes()).isZero();
        assertThat(net.source().measure(measure("nobody", 0)).getFailure().getCode())
                .isEqualTo("CONTAINER_UNKNOWN");
        assertThat(net.source().measure(measure("../x", 0)).getFailure().getCode())
                .isEqualTo("PROTOCOL_VIOLATION");
    }

    private static MeasureRequest measure(String container, long interval) {
        return MeasureRequest.newBuilder().setContainer(container).setIntervalMs(interval).build();
    }

    @Test
    void aStrangerIsRefused() {
        Certificates strangers = new Certificates(folder.resolve("strangers"), "Others");
        var stub = net.stub(strangers.files("manager"), net.h2(), "h2");

        assertThatThrownBy(() -> stub.hello(HelloRequest.getDefaultInstance()))
                .isInstanceOf(StatusException.class);
    }

    @Test
    void aDaemonMayNotGiveOrders() {
        var stub = net.stub(net.authority().files("h3"), net.h2(), "h2");

        assertThatThrownBy(() -> stub.list(ListRequest.getDefaultInstance()))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("PERMISSION_DENIED");
    }

    @Test
    void theDaemonOfAnotherHostIsNotTakenForTheOneThatWasCalled() {
        var stub = net.stub(net.authority().files("manager"), net.h2(), "h3");

        assertThatThrownBy(() -> stub.hello(HelloRequest.getDefaultInstance()))
                .isInstanceOf(StatusException.class);
    }
}
