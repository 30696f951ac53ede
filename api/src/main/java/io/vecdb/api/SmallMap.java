package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/// An unmodifiable copy of a map that has few names, in the order of that map. Names and values
/// stand in one array: payloads have few fields as a rule, and a hash table takes several times the
/// memory and the time to make. Immutable.
///
/// Cost: finding a name is a walk over all of them.
final class SmallMap<V> extends AbstractMap<String, V> {
    /// Beyond so many, a hash table finds names faster.
    static final int MOST = 8;

    /// name, value, name, value, …
    private final Object[] pairs;

    /// @param values of at most [#MOST] names
    /// @param check is given each name and value, and throws if it is not to be in the map
    SmallMap(Map<String, V> values, BiConsumer<String, V> check) {
        pairs = new Object[2 * values.size()];
        int at = 0;
        for (Map.Entry<String, V> entry : values.entrySet()) {
            if (at == pairs.length) {
                throw new ConcurrentModificationException("a map changed while it was copied");
            }
            check.accept(entry.getKey(), entry.getValue());
            pairs[at++] = entry.getKey();
            pairs[at++] = entry.getValue();
        }
        if (at < pairs.length) {
            throw new ConcurrentModificationException("a map changed while it was copied");
        }
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public @Nullable V get(@Nullable Object name) {
        int at = find(name);
        return at < 0 ? null : value(at);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return find(name) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super V> action) {
        for (int at = 0; at < pairs.length; at += 2) {
            action.accept((String) pairs[at], value(at));
        }
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return SmallMap.this.size();
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, V>> {
        private int at;

        @Override
        public boolean hasNext() {
            return at < pairs.length;
        }

        @Override
        public Entry<String, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Entry<String, V> entry = Map.entry((String) pairs[at], value(at));
            at += 2;
            return entry;
        }
    }

    private int find(@Nullable Object name) {
        for (int at = 0; at < pairs.length; at += 2) {
            if (pairs[at].equals(name)) {
                return at;
            }
        }
        return -1;
    }

    @SuppressWarnings("unchecked") // only values of this type are put there
    private V value(int at) {
        return (V) pairs[at + 1];
    }
}
