package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import java.util.Map;

/// Refuses payloads that are too deep or too large.
final class PayloadLimits {
    private PayloadLimits() {}

    /// @throws DbException LIMIT_EXCEEDED
    static void check(PointId id, Map<String, Value> payload) {
        if (PayloadSize.depth(payload, Limits.PAYLOAD_DEPTH) > Limits.PAYLOAD_DEPTH) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The payload of point "
                            + id
                            + " is nested deeper than "
                            + Limits.PAYLOAD_DEPTH
                            + " levels; make it flatter.");
        }
        if (PayloadSize.bytesAtMost(payload) <= Limits.PAYLOAD_BYTES) {
            return;
        }
        long bytes = PayloadSize.bytes(payload);
        if (bytes > Limits.PAYLOAD_BYTES) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The payload of point "
                            + id
                            + " takes "
                            + bytes
                            + " bytes; "
                            + Limits.PAYLOAD_BYTES
                            + " are allowed. Keep large texts elsewhere and store a reference.");
        }
    }
}
