package io.vecdb.wal;

/// An operation as it stands in a log; see [OperationCodec].
///
/// @param kind number of its kind, 1 to 255
/// @param body its parts; not copied, and not to be changed
public record EncodedOperation(int kind, byte[] body) {
    /// Length of the body.
    public int bytes() {
        return body.length;
    }
}
