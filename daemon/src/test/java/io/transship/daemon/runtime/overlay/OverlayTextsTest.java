package io.transship.daemon.runtime.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayTextsTest {

    @Test
    void anOverlayIsFoundWithItsOptions() {
        List<String> mounts =
                List.of(
                        "22 27 0:21 / /proc rw - proc proc rw",
                        "90 22 0:51 / /var/lib/docker/overlay2/ab/merged rw,relatime - overlay"
                                + " overlay rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w");

        assertThat(OverlayMount.in(mounts, Path.of("/var/lib/docker/overlay2/ab/merged")))
                .map(OverlayMount::options)
                .contains("rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w");
        assertThat(OverlayMount.in(mounts, Path.of("/proc"))).isEmpty();
    }
}
