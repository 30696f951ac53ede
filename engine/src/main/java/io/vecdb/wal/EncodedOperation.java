package io.vecdb.wal;

import java.util.Arrays;

/// An operation as it stands in a log; see [OperationCodec].
///
/// @param kind number of its kind, 1 to 255
/// @param content begins with its parts, the body; not copied, and not to be changed
/// @param bytes length of the body; what is behind it in `content` is of no account
public record EncodedOperation(int kind, byte[] content, int bytes) {
    /// What a mark has for a body.
    static final EncodedOperation NOTHING = new EncodedOperation(0, new byte[0]);

    /// An operation whose body is the whole content.
    public EncodedOperation(int kind, byte[] body) {
        this(kind, body, body.length);
    }

    /// A copy of the body.
    public byte[] body() {
        return Arrays.copyOf(content, bytes);
    }
}
