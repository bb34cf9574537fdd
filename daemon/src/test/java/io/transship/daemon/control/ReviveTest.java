package io.transship.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.ContainerId;
import io.transship.daemon.testing.TwoDaemons;
import io.transship.proto.v1.AbortRequest;
import io.transship.proto.v1.ContainerSpec;
import io.transship.proto.v1.StartRequest;
import io.transship.proto.v1.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon does for its containers after its host has started anew. */
class ReviveTest {

    @TempDir private Path folder;
    private Path marker;
    private TwoDaemons net;

    @BeforeEach
    void begin() throws Exception {
        marker = folder.resolve("revived");
        net = new TwoDaemons(folder);
        net.start();
    }

    @AfterEach
    void end() {
        net.close();
        assertThat(net.world().violations()).isEmpty();
    }

    @Test
    void aContainerThatIsToRunAlwaysIsStartedAgain() {
        powerCut();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
        assertThat(marker).exists();
    }

    @Test
    void oneThatIsNotToRunAlwaysIsLeftAlone() throws Exception {
        ContainerSpec job = net.spec().toBuilder().setName("job").setRestartPolicy("no").build();
        var reply = net.source().start(StartRequest.newBuilder().setSpec(job).build());
        assertThat(reply.hasFailure()).isFalse();
        powerCut();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(new ContainerId("job"))).isEmpty();
    }

    /** Somebody may have stopped it meanwhile; only a start of the host starts it. */
    @Test
    void aDaemonThatStartsAnewOnTheSameHostStartsNothing() {
        net.h2().reviveOnce(marker);
        net.h2().host().powerCut();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
    }

    /** The copy at the target may be the container by now: only the manager knows. */
    @Test
    void oneThatWasMovingWaitsForTheManagersWord() throws Exception {
        assertThat(TwoDaemons.steps(net.source().prepare(net.prepare("m1"))))
                .endsWith(Step.PREPARED);
        powerCut();

        net.h2().reviveOnce(marker);

        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).isEmpty();
        var reply =
                net.source()
                        .abort(
                                AbortRequest.newBuilder()
                                        .setMigrationId("m1")
                                        .setContainer(TwoDaemons.SERVER.name())
                                        .build());
        assertThat(reply.hasFailure()).isFalse();
        assertThat(net.world().hostsOf(TwoDaemons.SERVER)).containsExactly("h2");
    }

    private void powerCut() {
        net.h2().close();
        net.h2().host().powerCut();
        net.h2().start();
        net.reconnect();
    }
}
