package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/// Writes the `result` of a request. Runs on the thread that computed it.
@FunctionalInterface
interface Answer {
    /// The answer of operations that only say that they were done.
    Answer TRUE = out -> out.writeBoolean(true);

    void write(JsonGenerator out) throws IOException;
}
