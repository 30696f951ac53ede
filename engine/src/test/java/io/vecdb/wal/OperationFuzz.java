package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.fuzz.FuzzTarget;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteReader;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The kind and the body of a log record: a byte, and all that follow.
public final class OperationFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        Operations operations = new Operations(1);
        return Stream.generate(() -> bytes(OperationCodec.encode(operations.next())))
                .limit(40)
                .toList();
    }

    private static byte[] bytes(EncodedOperation operation) {
        byte[] bytes = new byte[1 + operation.bytes()];
        bytes[0] = (byte) operation.kind();
        System.arraycopy(operation.body(), 0, bytes, 1, operation.bytes());
        return bytes;
    }

    private static Operation decode(byte[] bytes) {
        byte[] body = Arrays.copyOfRange(bytes, 1, bytes.length);
        return OperationCodec.decode(bytes[0] & 0xff, new ByteReader(body, "log"));
    }

    @Override
    public void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try {
            byte[] again = bytes(OperationCodec.encode(decode(input)));
            assertThat(bytes(OperationCodec.encode(decode(again)))).isEqualTo(again);
        } catch (DbException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT);
        }
    }
}
