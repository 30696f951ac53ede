package io.vecdb.wal;

import io.vecdb.api.DbException;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteWriter;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Encodes operations into buffers that are used again: to touch new memory for each batch costs as
/// much as to fill it. Thread-safe.
public final class EncodingBuffers {
    private static final int KEPT = 2;
    private static final int KEPT_BYTES_MOST = 2 << 20;

    private final Queue<ByteWriter> spare = new ArrayBlockingQueue<>(KEPT);
    private final AtomicLong spareBytes = new AtomicLong();

    /// An operation in a buffer that is lent. Used by one thread at a time.
    public final class Lent implements AutoCloseable {
        private final ByteWriter buffer;
        private final EncodedOperation operation;

        private Lent(ByteWriter buffer, Operation operation) {
            this.buffer = buffer;
            this.operation = OperationCodec.encode(operation, buffer);
        }

        /// The operation, until this is closed.
        public EncodedOperation operation() {
            return operation;
        }

        /// Gives the buffer back; once.
        @Override
        public void close() {
            int bytes = buffer.content().length;
            buffer.clear();
            if (bytes <= KEPT_BYTES_MOST && spare.offer(buffer)) {
                spareBytes.addAndGet(bytes);
            }
        }
    }

    /// Encodes an operation.
    ///
    /// @throws DbException as [OperationCodec#encode]
    public Lent encode(Operation operation) {
        ByteWriter buffer = spare.poll();
        if (buffer == null) {
            return new Lent(new ByteWriter(), operation);
        }
        spareBytes.addAndGet(-buffer.content().length);
        return new Lent(buffer, operation);
    }

    /// What the buffers that are not lent take on the heap.
    public long spareBytes() {
        return spareBytes.get();
    }
}
