package io.transship.core.view;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of its keys that nobody can change, so that views share it instead of copying
 * it. What is looked up is found by its hash: a decision asks for something of every host.
 *
 * @param <K> keys
 * @param <V> values
 */
@SuppressWarnings("JdkObsolete") // views have sorted maps
final class FrozenMap<K extends Comparable<K>, V> extends AbstractMap<K, V>
        implements SortedMap<K, V> {

    /** In the order of the keys. */
    private final SequencedMap<K, V> map;

    /** The same; who walks through all of them jumps from none to the next. */
    private final List<V> values;

    private FrozenMap(Map<K, V> source) {
        List<Entry<K, V>> entries = new ArrayList<>(source.entrySet());
        entries.sort(Entry.comparingByKey());
        SequencedMap<K, V> inOrder = LinkedHashMap.newLinkedHashMap(entries.size());
        entries.forEach(entry -> inOrder.put(entry.getKey(), entry.getValue()));
        map = Collections.unmodifiableSequencedMap(inOrder);
        values = List.copyOf(inOrder.values());
    }

    /** The same entries; the same map if it is frozen already. */
    static <K extends Comparable<K>, V> SortedMap<K, V> of(Map<K, V> map) {
        return map instanceof FrozenMap<K, V> frozen ? frozen : new FrozenMap<>(map);
    }

    @Override
    public @Nullable V get(Object key) {
        return map.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(key);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return map.entrySet();
    }

    @Override
    public Collection<V> values() {
        return values;
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        return sorted().subMap(from, to);
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        return sorted().headMap(to);
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        return sorted().tailMap(from);
    }

    /** For the parts of it that are asked for seldom. */
    private SortedMap<K, V> sorted() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    @Override
    public K firstKey() {
        return map.sequencedKeySet().getFirst();
    }

    @Override
    public K lastKey() {
        return map.sequencedKeySet().getLast();
    }
}
