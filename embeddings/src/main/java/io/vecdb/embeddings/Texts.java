package io.vecdb.embeddings;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.util.List;

/// What every model asks of the texts it is given.
final class Texts {
    /// Longest text: some fifty pages, far more than one vector can stand for.
    static final int CHARS_MAX = 100_000;

    private Texts() {}

    /// An unchanging copy of the texts.
    ///
    /// @throws DbException INVALID_ARGUMENT if one is blank, LIMIT_EXCEEDED if one is too long
    static List<String> checked(List<String> texts) {
        List<String> copy = List.copyOf(texts);
        for (int i = 0; i < copy.size(); i++) {
            String text = copy.get(i);
            if (text.length() > CHARS_MAX) {
                throw new DbException(
                        ErrorCode.LIMIT_EXCEEDED,
                        ("Text %d of %d to embed has %d characters, and at most %d are allowed; cut"
                                        + " it into parts and store a point for each.")
                                .formatted(i + 1, copy.size(), text.length(), CHARS_MAX));
            }
            if (text.isBlank()) {
                throw DbException.invalid(
                        "Text %d of %d to embed is blank; give at least one word."
                                .formatted(i + 1, copy.size()));
            }
        }
        return copy;
    }
}
