package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;

import io.vecdb.api.DbException;
import io.vecdb.server.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// The object around every answer: `{"result": …, "status": "ok", "time": seconds}`, or for an
/// error `{"status": {"error": "…"}, "time": seconds}`. Times count from the arrival of the
/// request's headers.
final class Envelope {
    private Envelope() {}

    /// Computes an answer and writes it around its result.
    ///
    /// @throws DbException what computing it throws, or LIMIT_EXCEEDED if it gets too large
    static void ok(ServiceRequestContext request, Answer answer, OutputStream target) {
        write(
                out -> {
                    out.writeStartObject();
                    out.writeFieldName("result");
                    answer.write(out);
                    out.writeStringField("status", "ok");
                    out.writeNumberField("time", seconds(request));
                    out.writeEndObject();
                },
                target);
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

    /// Something small as JSON.
    static HttpData json(Answer content) {
        var bytes = new ByteArrayOutputStream(512);
        write(content, bytes);
        return HttpData.wrap(bytes.toByteArray());
    }

    private static void write(Answer content, OutputStream target) {
        try (JsonGenerator out = Json.generator(target)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
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
