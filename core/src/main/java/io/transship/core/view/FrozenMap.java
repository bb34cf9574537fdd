package io.transship.core.view;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that nobody can change, so that views share it instead of copying it.
 *
 * @param <K> keys
 * @param <V> values
 */
@SuppressWarnings("JdkObsolete") // views have sorted maps
final class FrozenMap<K extends Comparable<K>, V> extends AbstractMap<K, V>
        implements SortedMap<K, V> {

    private final SortedMap<K, V> map;

    private FrozenMap(SortedMap<K, V> map) {
        this.map = Collections.unmodifiableSortedMap(map);
    }

    /** The same entries; the same map if it is frozen already. */
    static <K extends Comparable<K>, V> SortedMap<K, V> of(Map<K, V> map) {
        return map instanceof FrozenMap<K, V> frozen ? frozen : new FrozenMap<>(copy(map));
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> copy(Map<K, V> map) {
        return map instanceof SortedMap<K, V> sorted ? new TreeMap<>(sorted) : new TreeMap<>(map);
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
    public @Nullable Comparator<? super K> comparator() {
        return map.comparator();
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        return map.subMap(from, to);
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        return map.headMap(to);
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        return map.tailMap(from);
    }

    @Override
    public K firstKey() {
        return map.firstKey();
    }

    @Override
    public K lastKey() {
        return map.lastKey();
    }
}
