package io.vecdb.api;

import java.util.Arrays;
import java.util.Locale;

/// What a payload index holds. Values of other types in the field are left out of the index and
/// still found by filters.
public enum PayloadIndexType {
    /// Strings, compared whole.
    KEYWORD(1),
    /// Whole numbers.
    INTEGER(2),
    /// All numbers.
    FLOAT(3),
    /// Truth values.
    BOOL(4);

    private final int formatId;

    PayloadIndexType(int formatId) {
        this.formatId = formatId;
    }

    /// The number that stands for this type in files; never changes.
    public int formatId() {
        return formatId;
    }

    /// The lower-case name, such as `keyword`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The type with this persisted number.
    ///
    /// @throws DbException UNSUPPORTED_FORMAT if there is none
    public static PayloadIndexType ofFormatId(int formatId) {
        for (PayloadIndexType type : values()) {
            if (type.formatId == formatId) {
                return type;
            }
        }
        throw new DbException(
                ErrorCode.UNSUPPORTED_FORMAT,
                "Payload index type " + formatId + " is not known to this release.");
    }

    /// The type with this name in any case.
    ///
    /// @throws DbException INVALID_ARGUMENT if there is none
    public static PayloadIndexType parse(String name) {
        String wanted =
                Arguments.given(name, "a payload index type").strip().toLowerCase(Locale.ROOT);
        for (PayloadIndexType type : values()) {
            if (type.label().equals(wanted)) {
                return type;
            }
        }
        throw DbException.invalid(
                "Unknown payload index type '"
                        + name
                        + "'; use one of "
                        + Arrays.stream(values()).map(PayloadIndexType::label).toList()
                        + ".");
    }
}
