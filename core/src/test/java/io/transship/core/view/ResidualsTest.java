package io.transship.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.model.HostId;
import io.transship.core.topology.PathTree;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidualsTest {

    private static Star random(Random random) {
        Star star =
                List.of(Star.scenario1(), Star.scenario2(), Star.scenario3())
                        .get(random.nextInt(3));
        for (int n = 1; n <= 5; n++) {
            for (int port = 1; port <= 6; port++) {
                star.load(n, port, random.nextInt(12), random.nextInt(12));
                if (random.nextInt(12) == 0) {
                    star.unmeasured(Star.port(n, port - 1));
                }
            }
        }
        if (random.nextInt(6) == 0) {
            star.accessUnknown(Star.H4);
        }
        return star;
    }

    @Test
    void oneWalkOverTheTreeGivesTheAnswersOfEachPathByItself() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            NetworkView listed = random(random).view();
            NetworkView along =
                    listed.withRoutes(
                            Routes.along(
                                    PathTree.from(listed.topology(), Star.hostPort(2)),
                                    Star.H2,
                                    listed.freeHosts()));
            Residuals residuals = Residuals.from(Star.H2, along);

            assertThat(along).isEqualTo(listed);
            for (HostId target : List.of(Star.H1, Star.H3, Star.H4, Star.H5, Star.H3)) {
                assertThat(residuals.to(target))
                        .isEqualTo(Residual.of(Star.H2, target, listed))
                        .isEqualTo(Residual.of(Star.H2, target, along));
            }
        }
    }
}
