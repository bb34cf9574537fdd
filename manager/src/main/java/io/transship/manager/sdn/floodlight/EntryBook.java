package io.transship.manager.sdn.floodlight;

import io.transship.core.failure.FailureCode;
import io.transship.core.failure.TransshipException;
import io.transship.core.model.DatapathId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays and removes static entries, and returns when the switches themselves show it: Floodlight
 * says "Entry pushed" of entries that it then drops, or lays in part. One caller at a time.
 */
final class EntryBook {

    private static final Logger LOG = LoggerFactory.getLogger(EntryBook.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final FloodlightApi api;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private final Map<String, StaticEntry> pushed = new HashMap<>();

    /**
     * A book without entries.
     *
     * @param deadline by which a switch must have taken an entry
     */
    EntryBook(FloodlightApi api, Duration deadline, LongSupplier nanoTime) {
        this.api = api;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    /**
     * Pushes the entries in this order; returns when each is in its switch.
     *
     * @throws TransshipException NETWORK_UNAVAILABLE if a switch does not have one by the deadline
     */
    void lay(List<StaticEntry> entries) {
        entries.forEach(this::push);
        await(
                entries,
                (entry, flows) -> flows.stream().anyMatch(entry::is),
                "does not have the entry");
    }

    private void push(StaticEntry entry) {
        api.push(entry);
        pushed.put(entry.name(), entry);
    }

    /**
     * Removes the entries in this order; returns when none is in its switch any more, whoever laid
     * it. A switch that is not connected is cleared by Floodlight when it comes back.
     *
     * @throws TransshipException NETWORK_UNAVAILABLE if a switch has one after the deadline
     */
    void remove(List<StaticEntry> entries) {
        entries.forEach(entry -> delete(entry.name()));
        Set<DatapathId> connected = api.switches().keySet();
        await(
                entries.stream().filter(each -> connected.contains(each.datapath())).toList(),
                (entry, flows) -> flows.stream().noneMatch(entry::standsIn),
                "still has the entry");
    }

    private void delete(String name) {
        pushed.remove(name);
        api.delete(name);
    }

    /** Frames that met these entries. */
    long packets(Collection<StaticEntry> entries) {
        return byDatapath(entries).entrySet().stream()
                .flatMap(
                        each ->
                                api.flows(each.getKey()).stream()
                                        .filter(
                                                flow ->
                                                        each.getValue().stream()
                                                                .anyMatch(entry -> entry.is(flow))))
                .mapToLong(SwitchFlow::packets)
                .sum();
    }

    /** Those that are not in their switches. */
    List<StaticEntry> missing(List<StaticEntry> entries) {
        return open(entries, (entry, flows) -> flows.stream().anyMatch(entry::is));
    }

    /**
     * Brings Floodlight's own book in line, without waiting for the switches: what it has lost is
     * pushed again, what of ours it should not have goes.
     *
     * @param mayGo which names of ours, if they are not wanted
     * @return whether nothing was to be done
     */
    boolean reconcile(List<StaticEntry> wanted, Predicate<String> mayGo) {
        Set<String> known = api.entryNames();
        Set<String> names = wanted.stream().map(StaticEntry::name).collect(Collectors.toSet());
        List<StaticEntry> lost =
                wanted.stream()
                        .filter(
                                each ->
                                        !known.contains(each.name())
                                                || !each.equals(pushed.get(each.name())))
                        .toList();
        Set<String> strays = new HashSet<>(known);
        strays.removeIf(name -> !name.startsWith(StaticEntry.PREFIX) || names.contains(name));
        List<String> going = strays.stream().filter(mayGo).sorted().toList();
        if (!lost.isEmpty() || !going.isEmpty()) {
            LOG.info("Entries put back: {}; removed: {}", lost.size(), going);
        }
        lost.forEach(this::push);
        going.forEach(this::delete);
        return lost.isEmpty() && strays.isEmpty();
    }

    private void await(
            List<StaticEntry> entries,
            BiPredicate<StaticEntry, Collection<SwitchFlow>> done,
            String wrong) {
        long giveUpAt = nanoTime.getAsLong() + deadline.toNanos();
        List<StaticEntry> open = open(entries, done);
        while (!open.isEmpty()) {
            if (nanoTime.getAsLong() - giveUpAt > 0) {
                StaticEntry first = open.getFirst();
                throw new TransshipException(
                        FailureCode.NETWORK_UNAVAILABLE,
                        "switch %s %s %s after %d ms."
                                .formatted(
                                        first.datapath(), wrong, first.name(), deadline.toMillis()),
                        "See Floodlight's log for what became of the entry, and check the switch's"
                                + " connection.",
                        null);
            }
            pause();
            open = open(open, done);
        }
    }

    private List<StaticEntry> open(
            List<StaticEntry> entries, BiPredicate<StaticEntry, Collection<SwitchFlow>> done) {
        Map<DatapathId, Collection<SwitchFlow>> flows = new HashMap<>();
        byDatapath(entries).keySet().forEach(each -> flows.put(each, api.flows(each)));
        return entries.stream()
                .filter(entry -> !done.test(entry, flows.getOrDefault(entry.datapath(), List.of())))
                .toList();
    }

    private static Map<DatapathId, List<StaticEntry>> byDatapath(Collection<StaticEntry> entries) {
        return entries.stream().collect(Collectors.groupingBy(StaticEntry::datapath));
    }

    private static void pause() {
        try {
            var _ = new CountDownLatch(1).await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransshipException(
                    FailureCode.NETWORK_UNAVAILABLE, "nobody waits for Floodlight any longer.", e);
        }
    }
}
