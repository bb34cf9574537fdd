package quietest;

import io.transship.core.model.BitRate;
import io.transship.core.model.ConnectPoint;
import io.transship.core.model.DatapathId;
import io.transship.core.model.HostId;
import io.transship.core.policy.Contest;
import io.transship.core.policy.Decision;
import io.transship.core.policy.Evaluation;
import io.transship.core.policy.Judgement;
import io.transship.core.policy.MoveSource;
import io.transship.core.policy.Policy;
import io.transship.core.policy.Score;
import io.transship.core.view.Host;
import io.transship.core.view.NetworkView;
import io.transship.core.view.PortLoad;
import java.util.Optional;

/** Moves the container to the free host whose switch carries the least traffic. */
public final class QuietestSwitchPolicy implements Policy {

    /** The name in the configuration file. */
    public static final String NAME = "quietest-switch";

    private static final Contest CONTEST = new Contest(NAME, Contest.Order.LEAST_WINS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean needsSource() {
        return true; // detection says which container
    }

    @Override
    public Decision decide(Evaluation evaluation, NetworkView view) {
        return CONTEST.decide(
                evaluation, view, host -> judge(evaluation.source().orElseThrow(), host, view));
    }

    private static Judgement judge(MoveSource source, HostId host, NetworkView view) {
        if (view.path(source.host(), host).isEmpty()) {
            return new Judgement.Refused("no path to it is known");
        }
        DatapathId datapath =
                view.host(host).flatMap(Host::at).map(ConnectPoint::datapath).orElseThrow();
        Optional<BitRate> traffic =
                view.loads().values().stream()
                        .filter(load -> load.port().datapath().equals(datapath))
                        .map(PortLoad::rx)
                        .reduce(BitRate::plus);
        return traffic.<Judgement>map(
                        rate ->
                                new Judgement.Scored(
                                        Score.of(rate), "switch " + datapath + " takes " + rate))
                .orElseGet(
                        () -> new Judgement.Refused("switch " + datapath + " was not measured"));
    }
}
