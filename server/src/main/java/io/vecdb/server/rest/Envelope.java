package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.server.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The object around every answer: `{"result": …, "status": "ok", "time": seconds}`, or for an
/// error `{"status": {"error": "…"}, "time": seconds}`. Times count from the arrival of the
/// request's headers.
final class Envelope {
    /// Largest answer: it is built in memory.
    static final int ANSWER_BYTES = 128 << 20;

    private Envelope() {}

    static HttpData ok(ServiceRequestContext request, Answer answer) {
        return json(out -> {
            out.writeStartObject();
            out.writeFieldName("result");
            answer.write(out);
            out.writeStringField("status", "ok");
            out.writeNumberField("time", seconds(request));
            out.writeEndObject();
        });
    }

    /// @param request the request, or null if it did not get as far as having one
    static HttpData error(@Nullable ServiceRequestContext request, String message) {
        return json(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("status");
            out.writeStringField("error", message);
            out.writeEndObject();
            out.writeNumberField("time", request == null ? 0 : seconds(request));
            out.writeEndObject();
        });
    }

    static HttpData json(Answer content) {
        var bytes = new BoundedBytes();
        try (JsonGenerator out = Json.generator(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return HttpData.wrap(bytes.toByteArray());
    }

    /// Takes [#ANSWER_BYTES] and no more.
    private static final class BoundedBytes extends ByteArrayOutputStream {
        BoundedBytes() {
            super(512);
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) {
            if (size() + length > ANSWER_BYTES) {
                throw new DbException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "The answer is larger than "
                                + (ANSWER_BYTES >> 20)
                                + " MB; ask for fewer points, or for less of each.");
            }
            super.write(from, offset, length);
        }
    }

    private static double seconds(ServiceRequestContext request) {
        long start =
                request.log()
                        .ensureAvailable(RequestLogProperty.REQUEST_START_TIME)
                        .requestStartTimeNanos();
        return (System.nanoTime() - start) / 1e9;
    }
}
