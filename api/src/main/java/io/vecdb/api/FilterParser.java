package io.vecdb.api;

/// Reads both JSON spellings of a [Filter].
final class FilterParser {
    Filter parse(Value value) {
        throw DbException.invalid("A filter must be an object, not " + value + ".");
    }
}
