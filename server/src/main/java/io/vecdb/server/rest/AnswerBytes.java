package io.vecdb.server.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// The text of an answer: chunks of growing size, each taken from the budget before there is memory
/// for it. It is sent from these chunks, never copied into one. Not thread-safe.
final class AnswerBytes extends OutputStream {
    /// Largest answer, where the budget of all answers is not smaller.
    static final long LARGEST = 128L << 20;

    private static final int FIRST_CHUNK = 512;
    private static final int LARGEST_CHUNK = 1 << 20;

    private final ByteBudget.Share share;
    private final long limitBytes;
    private final List<HttpData> full = new ArrayList<>();
    private byte[] chunk = new byte[0];
    private int used;
    private long bytes;

    /// @param budget the budget of all answers
    /// @param share this answer's share of it
    AnswerBytes(ByteBudget budget, ByteBudget.Share share) {
        this.share = share;
        limitBytes = Math.min(LARGEST, budget.limitBytes());
    }

    /// @throws DbException LIMIT_EXCEEDED if the answer gets larger than one may be
    /// @throws RejectedExecutionException if all answers together do
    @Override
    public void write(byte[] from, int offset, int length) {
        if (bytes + length > limitBytes) {
            throw new DbException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "The answer is larger than "
                            + limitBytes
                            + " bytes; ask for fewer points, or for less of each.");
        }
        int done = 0;
        while (done < length) {
            if (used == chunk.length) {
                nextChunk();
            }
            int part = Math.min(length - done, chunk.length - used);
            System.arraycopy(from, offset + done, chunk, used, part);
            used += part;
            done += part;
            bytes += part;
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    private void nextChunk() {
        int grown = Math.clamp(chunk.length * 2L, FIRST_CHUNK, LARGEST_CHUNK);
        // All chunks are full here. An answer that may be this large must not fail for what it
        // leaves unused of its last one.
        int size = (int) Math.min(grown, limitBytes - bytes);
        share.take(size);
        if (used > 0) {
            full.add(HttpData.wrap(chunk));
        }
        chunk = new byte[size];
        used = 0;
    }

    /// The response with what was written, as JSON.
    HttpResponse response() {
        List<HttpObject> objects = new ArrayList<>(full.size() + 2);
        objects.add(
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(MediaType.JSON)
                        .contentLength(bytes)
                        .build());
        objects.addAll(full);
        objects.add(HttpData.wrap(chunk, 0, used));
        return HttpResponse.of(objects.toArray(HttpObject[]::new));
    }
}
