package io.vecdb.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// The memory account of a collection.
///
/// @param parts by what it is used for; what is missing is nothing
public record MemoryUsage(Map<MemoryPart, MemoryBytes> parts) {
    /// No memory at all.
    public static final MemoryUsage NONE = new MemoryUsage(Map.of());

    /// Copies the map.
    public MemoryUsage {
        Map<MemoryPart, MemoryBytes> copy = new EnumMap<>(MemoryPart.class);
        copy.putAll(parts);
        parts = Collections.unmodifiableMap(copy);
    }

    /// What is used for one thing.
    public MemoryBytes of(MemoryPart part) {
        return parts.getOrDefault(part, MemoryBytes.NONE);
    }

    /// With more of something.
    public MemoryUsage plus(MemoryPart part, MemoryBytes bytes) {
        Map<MemoryPart, MemoryBytes> sum = new EnumMap<>(MemoryPart.class);
        sum.putAll(parts);
        sum.merge(part, bytes, MemoryBytes::plus);
        return new MemoryUsage(sum);
    }

    /// Both together.
    public MemoryUsage plus(MemoryUsage other) {
        MemoryUsage sum = this;
        for (Map.Entry<MemoryPart, MemoryBytes> part : other.parts.entrySet()) {
            sum = sum.plus(part.getKey(), part.getValue());
        }
        return sum;
    }

    /// All parts together.
    public MemoryBytes total() {
        return parts.values().stream().reduce(MemoryBytes.NONE, MemoryBytes::plus);
    }
}
