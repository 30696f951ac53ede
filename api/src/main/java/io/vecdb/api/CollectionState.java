package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Whether a collection can be used, and what opening it found.
///
/// @param name its name
/// @param failure why it cannot be used, null if it can
/// @param recovery what opening it found, null if it could not be opened
/// @param damages what reading its files in the background found; everything else is served
public record CollectionState(
        String name,
        @Nullable DbException failure,
        @Nullable Recovery recovery,
        List<Damage> damages) {
    /// Copies the list.
    public CollectionState {
        damages = List.copyOf(damages);
    }

    /// Whether it can be used.
    public boolean isUsable() {
        return failure == null;
    }
}
