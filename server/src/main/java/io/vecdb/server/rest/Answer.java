package io.vecdb.server.rest;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/// Computes and writes the `result` of a request that was read.
@FunctionalInterface
interface Answer {
    /// The answer of operations that only say that they were done.
    Answer TRUE = out -> out.writeBoolean(true);

    void write(JsonGenerator out) throws IOException;

    /// Whether text is embedded for it, which may have to wait for another server.
    default boolean embeds() {
        return false;
    }

    /// This answer as one for which text is embedded, if so.
    default Answer embedding(boolean embeds) {
        return embeds ? new Embedding(this) : this;
    }

    /// An answer for which text is embedded.
    record Embedding(Answer answer) implements Answer {
        @Override
        public void write(JsonGenerator out) throws IOException {
            answer.write(out);
        }

        @Override
        public boolean embeds() {
            return true;
        }
    }
}
