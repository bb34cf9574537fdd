package quietest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.model.Link;
import io.transship.core.model.Topology;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.MoveSource;
import io.transship.core.topology.PathTree;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.Placement;
import io.transship.core.view.PortLoad;
import io.transship.core.view.Routes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuietestSwitchPolicyTest {

    private static final Instant NOW = Instant.parse("2018-05-01T12:00:00Z");

    private static ConnectPoint port(int datapath, int port) {
        return new ConnectPoint(new DatapathId(datapath), port);
    }

    /** Switch 1 in the middle of 2 and 3; host n on switch n; switch 3 carries less than 2. */
    private static NetworkView view() {
        List<Host> hosts = new ArrayList<>();
        List<PortLoad> loads = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            BitRate cable = BitRate.ofMbps(10);
            hosts.add(
                    new Host(
                            new HostId("h" + n),
                            Optional.of(port(n, 1)),
                            Optional.of(cable),
                            false,
                            true));
            loads.add(new PortLoad(port(n, 1), NOW, BitRate.ofMbps(4 - n), BitRate.ZERO));
        }
        List<Link> links = new ArrayList<>();
        for (int n = 2; n <= 3; n++) {
            links.add(new Link(port(1, n), port(n, 2), BitRate.ofMbps(10), Optional.empty()));
            links.add(new Link(port(n, 2), port(1, n), BitRate.ofMbps(10), Optional.empty()));
        }
        Set<DatapathId> switches =
                Set.of(new DatapathId(1), new DatapathId(2), new DatapathId(3));
        NetworkView view =
                NetworkView.of(
                        NOW,
                        new Topology(switches, links),
                        hosts,
                        Placement.of(Map.of(new ContainerId("server"), new HostId("h1"))),
                        loads);
        PathTree ways = PathTree.from(view.topology(), port(1, 1));
        return view.withRoutes(Routes.along(ways, new HostId("h1"), view.freeHosts()));
    }

    @Test
    void movesToTheHostOnTheQuietestSwitch() {
        MoveSource source = new MoveSource(new ContainerId("server"), new HostId("h1"));

        Decision decision = new QuietestSwitchPolicy().decide(Evaluation.of(source, 1), view());

        Decision.Move move = assertInstanceOf(Decision.Move.class, decision);
        assertEquals(new HostId("h3"), move.target());
        assertEquals(2, move.explanation().candidates().size());
    }
}
