package io.vecdb.api;

import org.jspecify.annotations.Nullable;

/// Whether a collection can be used, and what opening it found.
///
/// @param name its name
/// @param failure why it cannot be used, null if it can
/// @param recovery what opening it found, null if it could not be opened
public record CollectionState(
        String name, @Nullable DbException failure, @Nullable Recovery recovery) {
    /// Whether it can be used.
    public boolean isUsable() {
        return failure == null;
    }
}
