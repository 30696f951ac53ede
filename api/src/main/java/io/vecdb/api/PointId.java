package io.vecdb.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names a point within its collection: an unsigned 64-bit integer, a UUID, or a string of up to
/// [Limits#ID_BYTES] UTF-8 bytes.
///
/// Ids have one total order everywhere (scrolling, files, paging): integers by unsigned value, then
/// UUIDs by unsigned value, then strings by their UTF-8 bytes.
public sealed interface PointId extends Comparable<PointId> {
    /// An unsigned 64-bit integer id, held in the bits of a `long`.
    ///
    /// @param value the bits; negative numbers stand for values of 2^63 and more
    record Num(long value) implements PointId {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    /// A UUID id.
    ///
    /// @param value the UUID
    record Uuid(UUID value) implements PointId {
        /// @throws DbException INVALID_ARGUMENT for null
        public Uuid {
            Arguments.given(value, "a point's id");
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /// A string id that is not the text of a UUID.
    ///
    /// @param value 1 to [Limits#ID_BYTES] UTF-8 bytes
    record Text(String value) implements PointId {
        private static final Pattern UUID_FORM =
                Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        /// @throws DbException INVALID_ARGUMENT if the string is empty, too long, not valid
        ///   Unicode, or the text of a UUID (which would be a second spelling of a [Uuid])
        public Text {
            Arguments.given(value, "a point's id");
            if (value.isEmpty()) {
                throw DbException.invalid("A point id must not be the empty string.");
            }
            if (value.length() > Limits.ID_BYTES
                    || value.getBytes(StandardCharsets.UTF_8).length > Limits.ID_BYTES) {
                throw new DbException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "The point id '"
                                + value.substring(0, 24)
                                + "…' is longer than "
                                + Limits.ID_BYTES
                                + " UTF-8 bytes; use a shorter id and keep the long form in the"
                                + " payload.");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw DbException.invalid("A point id holds an unpaired surrogate character.");
            }
            if (UUID_FORM.matcher(value).matches()) {
                throw DbException.invalid(
                        "The point id '" + value + "' is a UUID; create it with PointId.of.");
            }
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /// An integer id; the bits are read as unsigned.
    static PointId of(long value) {
        return new Num(value);
    }

    /// A UUID id.
    static PointId of(UUID value) {
        return new Uuid(value);
    }

    /// A UUID id if the text is one in the usual hyphenated form (in any case), otherwise a string
    /// id. Digits stay a string: the string `"7"` and the integer `7` are different ids.
    ///
    /// @throws DbException INVALID_ARGUMENT or LIMIT_EXCEEDED if it is no valid id
    static PointId of(String value) {
        return Text.UUID_FORM.matcher(Arguments.given(value, "a point's id")).matches()
                ? new Uuid(UUID.fromString(value))
                : new Text(value);
    }

    @Override
    default int compareTo(PointId other) {
        return switch (this) {
            case Num a -> other instanceof Num b ? Long.compareUnsigned(a.value, b.value) : -1;
            case Uuid a ->
                    switch (other) {
                        case Num b -> 1;
                        case Uuid b -> compare(a.value, b.value);
                        case Text b -> -1;
                    };
            case Text a ->
                    other instanceof Text b
                            ? Arrays.compareUnsigned(
                                    a.value.getBytes(StandardCharsets.UTF_8),
                                    b.value.getBytes(StandardCharsets.UTF_8))
                            : 1;
        };
    }

    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
