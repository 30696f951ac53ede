package io.vecdb.embeddings;

import io.vecdb.api.DbException;

import java.util.List;

/// What every model asks of the texts it is given.
final class Texts {
    private Texts() {}

    /// An unchanging copy of the texts.
    ///
    /// @throws DbException INVALID_ARGUMENT if one is blank
    static List<String> checked(List<String> texts) {
        List<String> copy = List.copyOf(texts);
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i).isBlank()) {
                throw DbException.invalid(
                        "Text %d of %d to embed is blank; give at least one word."
                                .formatted(i + 1, copy.size()));
            }
        }
        return copy;
    }
}
