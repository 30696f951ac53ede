package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A vector as it goes into a point or a query. What is stored and returned is always [Dense]; a
/// [Document] is embedded before the write is logged.
///
/// Sparse and multi-vectors will join these two; their format numbers are reserved.
public sealed interface Vector {
    /// One float for each dimension.
    ///
    /// Not copied: the array must not be changed while a call that was given it runs, nor after it
    /// went into a point that is still to be written.
    ///
    /// @param values finite numbers, shape (dimension)
    record Dense(float[] values) implements Vector {
        /// @throws DbException INVALID_ARGUMENT if the array is empty, too long, or holds NaN or an
        ///   infinity
        public Dense {
            Arguments.given(values, "a vector");
            if (values.length == 0 || values.length > Limits.DIMENSION) {
                throw DbException.invalid(
                        "A vector has 1 to "
                                + Limits.DIMENSION
                                + " dimensions, but "
                                + values.length
                                + " were given.");
            }
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw DbException.invalid(
                            "Element "
                                    + i
                                    + " of the vector is "
                                    + values[i]
                                    + "; every element must be a finite number.");
                }
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Dense that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return values.length <= 8
                    ? Arrays.toString(values)
                    : "[" + values.length + " dimensions]";
        }
    }

    /// Text that a model turns into a dense vector.
    ///
    /// @param text what to embed
    /// @param model the model's name, or null for the field's own or else the database's default
    record Document(String text, @Nullable String model) implements Vector {
        /// Refuses blank text.
        ///
        /// @throws DbException INVALID_ARGUMENT if there is nothing to embed
        public Document {
            Arguments.given(text, "the text to embed");
            if (text.isBlank()) {
                throw DbException.invalid("The text to embed is blank; give at least one word.");
            }
        }
    }

    /// A dense vector.
    static Vector of(float... values) {
        return new Dense(values);
    }

    /// Text for the field's own model.
    static Vector text(String text) {
        return new Document(text, null);
    }
}
