package io.transship.manager.config;

import io.transship.core.limits.MoveLimits;
import io.transship.core.migration.MigrationMode;
import io.transship.core.model.BitRate;
import io.transship.core.model.ByteCount;
import io.transship.core.model.ContainerId;
import io.transship.core.model.DatapathId;
import io.transship.settings.Complaint;
import io.transship.settings.Default;
import io.transship.settings.HostAndPort;
import io.transship.settings.SelfChecking;
import io.transship.settings.TlsFiles;
import io.transship.settings.Within;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manager's configuration file. The names of thesis Table 4.1 are kept; the "frequencies" are
 * periods. docs/configuration.md explains every key.
 *
 * @param controller the SDN controller
 * @param port thesis: REST port of an external controller; the embedded one has none
 * @param policy where to: name of the policy
 * @param securityMode name of the moving-target-defense policy, or none
 * @param keyNumber keys needed for moving target defense
 * @param hostInfoDir thesis: where host information is stored
 * @param lookupTableDir thesis: where the look-up tables of moving target defense are stored
 * @param image of the containers that are deployed at start
 * @param container their name; several are numbered
 * @param serverdeployRatio share of the hosts, reserved ones left out, that run one from the start
 * @param detector which and when: name of the detector
 * @param mode what becomes of a decision
 * @param seed of everything left to chance; absent: drawn at start, and printed
 * @param aggregateThreshold packets in a switch's aggregate count that make it a candidate
 * @param aggregateDifferenceThreshold packets between two samples that make it one
 * @param aggregateDefaultFrequency period of the aggregate collector, default mode
 * @param aggregateCustomizeFrequency the same, customized mode
 * @param bandwidthDefaultFrequency period of the bandwidth collector, default mode
 * @param bandwidthCustomizeFrequency the same, customized mode
 * @param customizedMonitorTime how long the customized mode lasts
 * @param checkingFrequency period of the decisions
 * @param growthTolerance by which a "growing" difference may fall short of the largest before
 * @param growthWindow over how many customized periods a difference is taken
 * @param utilisation when the detector of that name calls a port overloaded
 * @param tieTolerance share of the best residual within which {@code bandwidth} draws
 * @param latencyResolution below which {@code shortest-path} sees no difference
 * @param expression filter and score of {@code expression}
 * @param policyJars files, or folders of files, with users' policies
 * @param policySettings for users' policies that take some
 * @param policyDeadline for each answer of a user's policy
 * @param policyMemory the most that a user's policy may allocate
 * @param limits that hold for every move
 * @param migration how containers are moved
 * @param api where the REST API listens
 * @param store where history is kept
 * @param tls the manager's identity
 * @param containers how containers are made
 * @param hosts the container hosts
 * @param switches names of the switches
 * @param links capacities of the cables
 */
public record ManagerConfig(
        @Default("{}") Controller controller,
        @Within(min = "1", max = "65535") @Nullable Integer port,
        @Default("bandwidth") String policy,
        @Default("none") String securityMode,
        @Default("4") @Within(min = "2", max = "255") int keyNumber,
        @Nullable Path hostInfoDir,
        @Nullable Path lookupTableDir,
        @Nullable String image,
        @Default("server") String container,
        @Default("0.5") @Within(min = "0", max = "1") double serverdeployRatio,
        @Default("utilisation") String detector,
        @Default("automatic") Mode mode,
        @Nullable Long seed,
        @Default("10000") @Within(min = "0") long aggregateThreshold,
        @Default("400") @Within(min = "0") long aggregateDifferenceThreshold,
        @Default("4s") @Within(min = "50ms", max = "1d") Duration aggregateDefaultFrequency,
        @Default("1s") @Within(min = "50ms", max = "1d") Duration aggregateCustomizeFrequency,
        @Default("4s") @Within(min = "50ms", max = "1d") Duration bandwidthDefaultFrequency,
        @Default("3s") @Within(min = "50ms", max = "1d") Duration bandwidthCustomizeFrequency,
        @Default("10s") @Within(min = "100ms", max = "1d") Duration customizedMonitorTime,
        @Default("60s") @Within(min = "100ms", max = "1d") Duration checkingFrequency,
        @Default("0.4") @Within(min = "0", max = "1") double growthTolerance,
        @Default("4") @Within(min = "1", max = "1000") int growthWindow,
        @Default("{}") Utilisation utilisation,
        @Default("0.05") @Within(min = "0", max = "1") double tieTolerance,
        @Default("1ms") @Within(min = "0s", max = "1s") Duration latencyResolution,
        @Default("{}") Expression expression,
        List<Path> policyJars,
        Map<String, String> policySettings,
        @Default("5s") @Within(min = "100ms", max = "1m") Duration policyDeadline,
        @Default("128MiB") @Within(min = "16MiB", max = "16GiB") ByteCount policyMemory,
        @Default("{}") Limits limits,
        @Default("{}") Migration migration,
        @Default("{}") Api api,
        @Default("{}") Store store,
        TlsFiles tls,
        @Default("{}") ContainersConfig containers,
        List<HostConfig> hosts,
        Map<String, DatapathId> switches,
        List<LinkConfig> links)
        implements SelfChecking {

    /** What becomes of a decision. */
    public enum Mode {
        /** It is carried out. */
        AUTOMATIC,
        /** It is stored as advice. */
        ADVISE,
        /** None is made. */
        OFF
    }

    /**
     * The SDN controller.
     *
     * @param type "embedded" or "floodlight"
     * @param listen embedded: where switches connect; absent: 0.0.0.0:6653
     * @param url floodlight: where its REST API answers
     * @param replyTimeout how long a switch, or Floodlight, may take to answer
     */
    public record Controller(
            @Default("embedded") String type,
            @Nullable HostAndPort listen,
            @Nullable String url,
            @Default("3s") @Within(min = "100ms", max = "1m") Duration replyTimeout)
            implements SelfChecking {

        @Override
        public List<Complaint> complaints() {
            return ControllerPlace.complaints(this);
        }
    }

    /** Where the controller is: switches connect there, or its REST API answers there. */
    public ControllerPlace controllerPlace() {
        return ControllerPlace.of(controller, port);
    }

    /**
     * The detector "utilisation".
     *
     * @param share of the capacity over which a port is overloaded
     * @param time for how long it must be
     * @param smoothing time constant of the smoothed load
     */
    public record Utilisation(
            @Default("0.8") @Within(min = "0.01", max = "1") double share,
            @Default("10s") @Within(min = "0s", max = "1d") Duration time,
            @Default("5s") @Within(min = "0s", max = "1d") Duration smoothing) {}

    /**
     * What the policy {@code expression} goes by.
     *
     * @param filter whether a host is offered
     * @param score the largest wins
     */
    public record Expression(
            @Default("\"true\"") String filter, @Default("path.residual_mbps") String score) {}

    /**
     * Limits that hold for every kind of move (docs/limits.md).
     *
     * @param coolDown how long a container rests after a move
     * @param movesAtOnce how many moves may be under way
     * @param movesAtOncePerHost how many of them may leave or reach one host
     * @param movesPerHour how many moves may begin in an hour
     * @param containersPerHost how many containers make a host full
     * @param leastGain by what share it must be less crowded where a container goes
     * @param mostLoad how full a link may become by that, unless what is relieved was fuller; 1 is
     *     its capacity
     * @param cycleWindow how long a container does not return to a host that it has left
     * @param returnAfter until when it returns only for {@code returnGain}
     * @param returnGain the share that is asked for such a return
     * @param pinned containers that nobody moves
     */
    public record Limits(
            @Default("1m") @Within(min = "0s", max = "7d") Duration coolDown,
            @Default("1") @Within(min = "1", max = "1000") int movesAtOnce,
            @Default("1") @Within(min = "1", max = "1000") int movesAtOncePerHost,
            @Default("60") @Within(min = "1", max = "100000") int movesPerHour,
            @Default("1") @Within(min = "1", max = "10000") int containersPerHost,
            @Default("0.1") @Within(min = "0", max = "1") double leastGain,
            @Default("0.8") @Within(min = "0", max = "100") double mostLoad,
            @Default("1h") @Within(min = "0s", max = "7d") Duration cycleWindow,
            @Default("6h") @Within(min = "0s", max = "7d") Duration returnAfter,
            @Default("0.5") @Within(min = "0", max = "1") double returnGain,
            List<ContainerId> pinned) {

        /** In the words of the rules. */
        public MoveLimits toRules() {
            return new MoveLimits(
                    coolDown,
                    movesAtOnce,
                    movesAtOncePerHost,
                    movesPerHour,
                    containersPerHost,
                    leastGain,
                    mostLoad,
                    cycleWindow,
                    returnAfter,
                    returnGain,
                    Set.copyOf(pinned));
        }
    }

    /**
     * How containers are moved, where an order does not say otherwise.
     *
     * @param mode how memory travels
     * @param safe whether only modes are picked that can go back until the copy runs
     * @param maxDowntime what {@code auto} tries to stay below
     * @param maxRate the most that one migration sends; 0: no such bound
     * @param maxShare the most that one migration takes of what its path has left
     */
    public record Migration(
            @Default("copy") MigrationMode mode,
            @Default("true") boolean safe,
            @Default("500ms") @Within(min = "1ms", max = "1d") Duration maxDowntime,
            @Default("0bit/s") BitRate maxRate,
            @Default("0.9") @Within(min = "0.01", max = "1") double maxShare) {}

    /**
     * The REST API.
     *
     * @param listen where
     * @param tokenFile holds the bearer token; made if absent
     */
    public record Api(
            @Default("127.0.0.1:8080") HostAndPort listen,
            @Default("/run/transship/api.token") Path tokenFile) {}

    /**
     * The store.
     *
     * @param url JDBC, of the database of all history
     * @param user at that database
     * @param passwordFile holds the password, readable by its owner alone
     * @param journal file of the journal; absent: journal.db beside SQLite's file, else in
     *     /var/lib/transship
     * @param buffer samples that may wait in memory for a database that is slow or absent
     * @param retention how long samples are kept
     */
    public record Store(
            @Default("jdbc:sqlite:/var/lib/transship/manager.db") String url,
            @Nullable String user,
            @Nullable Path passwordFile,
            @Nullable Path journal,
            @Default("50000") @Within(min = "1000", max = "10000000") int buffer,
            @Default("{}") Retention retention) {}

    /**
     * How long what is kept, in the journal and in the database of all history.
     *
     * @param samples as they are
     * @param minutes what they are thinned out to: sums and maxima of each minute
     * @param records events, decisions and migrations that are over; the limits look back a week
     */
    public record Retention(
            @Default("1d") @Within(min = "1m", max = "3650d") Duration samples,
            @Default("90d") @Within(min = "1h", max = "36500d") Duration minutes,
            @Default("90d") @Within(min = "8d", max = "36500d") Duration records) {}

    @Override
    public List<Complaint> complaints() {
        return new ManagerConfigCheck(this).complaints();
    }
}
