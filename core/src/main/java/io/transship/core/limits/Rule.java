package io.transship.core.limits;

/** A rule that can forbid a move, by the name that the configuration or a label gives it. */
public enum Rule {
    /** The container is moving, or a decision has claimed it. */
    UNDER_WAY("underWay", true),
    /** So many moves in all may be under way. */
    MOVES_AT_ONCE("movesAtOnce", true),
    /** So many moves may leave or reach one host at once. */
    MOVES_AT_ONCE_PER_HOST("movesAtOncePerHost", true),
    /** So many moves may begin within an hour. */
    MOVES_PER_HOUR("movesPerHour", true),
    /** A container rests after a move. */
    COOL_DOWN("coolDown", false),
    /** The links that the container joins are less crowded than those that it leaves. */
    LEAST_GAIN("leastGain", false),
    /** A link that the container joins does not become fuller than what it relieves. */
    MOST_LOAD("mostLoad", false),
    /** A container does not return to a host that it has left lately. */
    CYCLE_WINDOW("cycleWindow", false),
    /** Later it returns only for a larger gain. */
    RETURN_GAIN("returnGain", false),
    /** Two containers do not change places. */
    EXCHANGE("exchange", false),
    /** The container stays where it is. */
    PINNED("pinned", true),
    /** The container's label names its hosts. */
    HOSTS("hosts", true),
    /** Containers of a group are on hosts of their own. */
    APART("apart", true),
    /** Containers of a group share a host. */
    TOGETHER("together", true),
    /** The host runs as many as it may. */
    CONTAINERS_PER_HOST("containersPerHost", true),
    /** The container's memory is there, by what both daemons measured last. */
    HOST_MEMORY("hostMemory", true),
    /** The host takes no container. */
    MAINTENANCE("maintenance", true),
    /** A policy names a free host for the container that it was asked about. */
    ANSWER("answer", true);

    private final String word;
    private final boolean forPeople;

    Rule(String word, boolean forPeople) {
        this.word = word;
        this.forPeople = forPeople;
    }

    /** Whether it holds for people's orders, too: it guards safety, not calm. */
    public boolean bindsPeople() {
        return forPeople;
    }

    /** Whether it passes by itself soon. */
    public boolean passes() {
        return switch (this) {
            case UNDER_WAY, MOVES_AT_ONCE, MOVES_AT_ONCE_PER_HOST, MOVES_PER_HOUR, COOL_DOWN ->
                    true;
            default -> false;
        };
    }

    /** Its name in the configuration file, or of its label. */
    public String word() {
        return word;
    }
}
