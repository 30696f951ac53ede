package io.vecdb.api;

import java.util.Set;

/// Which fields of a payload, or which named vectors, an answer carries.
public sealed interface Fields {
    /// All of them.
    record All() implements Fields {}

    /// Only the named ones (payload fields may be dotted paths).
    ///
    /// @param names the fields to keep
    record Only(Set<String> names) implements Fields {
        /// Copies the set.
        public Only {
            names = Arguments.set(names, "a set of field names");
        }
    }

    /// All but the named ones (payload fields may be dotted paths).
    ///
    /// @param names the fields to leave out
    record Except(Set<String> names) implements Fields {
        /// Copies the set.
        public Except {
            names = Arguments.set(names, "a set of field names");
        }
    }

    /// Everything.
    static Fields all() {
        return new All();
    }

    /// Nothing.
    static Fields none() {
        return new Only(Set.of());
    }

    /// Whether nothing can be selected, so that stored data need not be read.
    default boolean isNone() {
        return this instanceof Only only && only.names().isEmpty();
    }

    /// Whether the top-level field or vector of this name is selected.
    default boolean contains(String name) {
        return switch (this) {
            case All all -> true;
            case Only only -> only.names().contains(name);
            case Except except -> !except.names().contains(name);
        };
    }
}
