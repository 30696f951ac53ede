package io.vecdb.api;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Locale;

/// Where in a filter's JSON the parser is, such as `filter.must[0].match`, so that every refusal
/// names it. Steps are linked and only joined when there is something to refuse.
///
/// @param parent the object or list that this is in, null for the filter itself
/// @param step how this is reached from the parent
record FilterPlace(@Nullable FilterPlace parent, String step) {
    static final FilterPlace ROOT = new FilterPlace(null, "filter");

    private static final int NAME_CHARS_MAX = 64;

    FilterPlace field(String name) {
        return new FilterPlace(this, "." + shorten(name));
    }

    FilterPlace item(int index) {
        return new FilterPlace(this, "[" + index + "]");
    }

    /// @throws DbException LIMIT_EXCEEDED if `depth` objects inside each other are too many
    void requireDepth(int depth) {
        if (depth > Limits.FILTER_DEPTH) {
            throw FilterLimits.tooDeep();
        }
    }

    DbException invalid(String message) {
        return DbException.invalid(this + ": " + message);
    }

    DbException unsupported(String message) {
        return new DbException(ErrorCode.UNSUPPORTED, this + ": " + message);
    }

    /// The same failure with this place in front.
    DbException wrap(DbException cause) {
        return new DbException(cause.code(), this + ": " + cause.getMessage(), cause);
    }

    /// The refusal of the name that this place ends in.
    DbException unknown(String what, String name, Collection<String> allowed) {
        String nearest = nearest(name, allowed);
        return invalid(
                "unknown "
                        + what
                        + "; allowed: "
                        + String.join(", ", allowed)
                        + "."
                        + (nearest == null ? "" : " Did you mean " + nearest + "?"));
    }

    /// The name with the smallest edit distance, if it is small enough to be a slip of the finger.
    private static @Nullable String nearest(String name, Collection<String> allowed) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.length() > NAME_CHARS_MAX) {
            return null;
        }
        String nearest = null;
        int fewest = 3;
        for (String candidate : allowed) {
            int edits = edits(wanted, candidate);
            if (edits < fewest && edits * 2 <= candidate.length()) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /// Levenshtein's distance, one row of the table at a time.
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /// A value in a few words, for a message: its size does not depend on the value's.
    static String describe(Value value) {
        return switch (value) {
            case Value.Null n -> "null";
            case Value.Bool b -> b.toString();
            case Value.Int i -> i.toString();
            case Value.Real r -> r.toString();
            case Value.Text text -> "the text '" + shorten(text.value()) + "'";
            case Value.Array array -> "a list of " + array.items().size();
            case Value.Struct struct -> "an object with " + struct.fields().size() + " keys";
        };
    }

    static String shorten(String text) {
        return text.length() > NAME_CHARS_MAX ? text.substring(0, NAME_CHARS_MAX) + "…" : text;
    }

    @Override
    public String toString() {
        return parent == null ? step : parent + step;
    }
}
