package io.transship.daemon.checkpoint.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.daemon.harness.Network;
import io.transship.daemon.harness.Shell;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Moves a container between two machines with a Docker each, while a client uses it. */
@Tag("real")
class LiveMigrationTest {

    private static Network network;
    private static String imageId;

    @BeforeAll
    static void start() throws IOException {
        network = new Network();
        network.h2().must("exec docker import " + network.image() + " counter");
        imageId = network.h2().must("exec docker image inspect -f {{.Id}} counter").split("[ |]")[1];
        network.h2().must("export " + imageId + " " + network.exchange() + "/image");
        network.h3().must("load " + imageId + " counter " + network.exchange() + "/image");
    }

    @AfterAll
    static void end() throws IOException {
        network.close();
    }

    @Test
    void aConnectionSurvivesTheMove() {
        Shell h2 = network.h2();
        Shell h3 = network.h3();
        h2.must("run c1 1000 always");
        h2.must("state c1");
        network.client().ask("connect 10.0.0.100");
        String[] handover = h2.must("prepare m1 c1").split(" ");
        h3.must("accept m1 c1 " + handover[0] + " " + handover[1]);
        h2.must("write-layer c1 " + network.exchange() + "/layer.tar");
        h3.must("replace-layer c1 " + network.exchange() + "/layer.tar");
        h3.must("arm m1 c1");
        network.client().ask("hold h2");
        network.client().ask("hold h3");
        h2.must("freeze m1 c1");
        h2.must("dump m1 c1 " + network.exchange() + "/m1");
        h3.must("restore m1 c1 " + network.exchange() + "/m1 PT20S");
        network.client().ask("release h3");
        h3.must("commit m1 c1");
        network.client().ask("release h2");
        h2.must("finish m1 c1");
        assertThat(network.client().ask("report")).endsWith(" ok");
        h3.must("exec sleep 3");
        System.out.println(network.client().ask("report"));
        assertThat(h3.must("state c1")).isEqualTo("running");
        assertThat(h2.must("state c1")).isEqualTo("absent");
    }
}
