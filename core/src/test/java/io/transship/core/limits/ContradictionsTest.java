package io.transship.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.transship.core.limits.Contradictions.Facts;
import io.transship.core.model.ContainerId;
import io.transship.core.model.HostId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can't hold of containers' places; who says so, and what to do. */
class ContradictionsTest {

    private static final ContainerId A = new ContainerId("a");
    private static final ContainerId B = new ContainerId("b");
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final HostId H3 = new HostId("h3");

    private final Map<ContainerId, Set<HostId>> reported =
            new HashMap<>(Map.of(A, Set.of(H1), B, Set.of(H2)));
    private final Map<ContainerId, Traits> traits = new HashMap<>();
    private MoveLimits limits = roomy(Set.of());

    private static MoveLimits roomy(Set<ContainerId> pinned) {
        return new MoveLimits(
                Duration.ZERO, 1, 1, 60, 4, 0, 9, Duration.ZERO, Duration.ZERO, 0, pinned);
    }

    private List<Contradiction> found() {
        return Contradictions.in(new Facts(Set.of(H1, H2, H3), reported, traits), limits);
    }

    private void label(ContainerId container, String... keysAndValues) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            labels.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        traits.put(container, Traits.of(labels));
    }

    private void assertOnly(String problem, String mend, ContainerId... containers) {
        assertThat(found())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.containers()).containsExactly(containers);
                            assertThat(each.problem()).isEqualTo(problem);
                            assertThat(each.mend()).contains(mend);
                        });
    }

    @Test
    void whatCanHoldIsNone() {
        label(A, Traits.APART, "web", Traits.HOSTS, "h1,h9", Traits.PIN, "true");
        label(B, Traits.APART, "web", Traits.TOGETHER, "alone");

        assertThat(found()).isEmpty();
    }

    @Test
    void aContainerThatTwoDaemonsReport() {
        reported.put(A, Set.of(H3, H1));

        assertOnly("a runs on h1, h3 at once, with one address.", "Remove it on the hosts", A);
    }

    @Test
    void aContainerWhoseOnlyHostsAreNone() {
        label(A, Traits.HOSTS, "h7, h8");

        assertOnly("a may only be on h7, h8, and there is no such host.", "Correct its label", A);
    }

    @Test
    void aContainerThatIsPinnedWhereItMayNotBe() {
        label(A, Traits.HOSTS, "h2", Traits.PIN, "true");
        assertOnly("a is pinned on h1, and may only be on h2.", "Unpin it, or name h1", A);

        label(A, Traits.HOSTS, "h2");
        assertThat(found()).isEmpty();
        limits = roomy(Set.of(A));
        assertThat(found()).as("pinned by the configuration").hasSize(1);
    }

    @Test
    void oneGroupThatIsToBeApartAndToShareAHost() {
        label(A, Traits.APART, "web", Traits.TOGETHER, "web");

        assertOnly(
                "a is of the group web that is to be apart and to share a host.",
                "io.transship.apart",
                A);
    }

    @Test
    void twoThatAreToBeApartAsOneGroupAndTogetherAsAnother() {
        label(A, Traits.APART, "x", Traits.TOGETHER, "y");
        label(B, Traits.APART, "x", Traits.TOGETHER, "y");

        assertOnly(
                "a and b are to share a host as group y, and to be apart as group x.",
                "Take one of the labels",
                A,
                B);
    }

    @Test
    void twoThatAreToShareAHostAndHaveNoneInCommon() {
        label(A, Traits.TOGETHER, "web", Traits.HOSTS, "h1,h2");
        label(B, Traits.TOGETHER, "web", Traits.HOSTS, "h3");
        assertOnly(
                "a and b of group web are to share a host, and there is none that both may be on.",
                "have a host in common",
                A,
                B);

        label(A, Traits.TOGETHER, "web", Traits.PIN, "true");
        label(B, Traits.TOGETHER, "web", Traits.PIN, "true");
        assertThat(found()).as("pinned on two hosts").hasSize(1);
        reported.put(B, Set.of(H1));
        assertThat(found()).isEmpty();
    }

    @Test
    void twoThatAreToBeApartAndHaveOneHostBetweenThem() {
        label(A, Traits.APART, "web", Traits.HOSTS, "h3");
        label(B, Traits.APART, "web", Traits.HOSTS, "h3");

        assertOnly(
                "a and b of group web are to be apart, and both may only be on h3.",
                "name more hosts",
                A,
                B);
    }

    @Test
    void aGroupThatIsTooLargeForAHost() {
        limits = MoveLimits.defaults();
        label(A, Traits.TOGETHER, "web");
        label(B, Traits.TOGETHER, "web");

        assertOnly(
                "The 2 containers of group web are to share a host, and a host takes 1.",
                "Raise limits.containersPerHost",
                A,
                B);
    }
}
