package io.vecdb.storage;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.nio.charset.StandardCharsets;

/// Names a kind of file and the version of its content; both stand in every file's header.
///
/// @param name 1 to 8 visible ASCII characters, such as `vectors`
/// @param version from 1; a reader of version n reads versions 1 to n
public record FileFormat(String name, int version) {
    /// Bytes that a name takes in a header.
    public static final int NAME_BYTES = 8;

    /// @throws DbException INTERNAL if the name or the version is not as described
    public FileFormat {
        boolean visible = name.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (name.isEmpty() || name.length() > NAME_BYTES || !visible || version < 1) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "A file format has a name of 1 to 8 visible ASCII characters and a version"
                            + " from 1, not '"
                            + name
                            + "' and "
                            + version
                            + ".");
        }
    }

    /// The name as it stands in a file: ASCII, padded with zeros to [#NAME_BYTES].
    public byte[] paddedName() {
        byte[] padded = new byte[NAME_BYTES];
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, padded, 0, ascii.length);
        return padded;
    }
}
