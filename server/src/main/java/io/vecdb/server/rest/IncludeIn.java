package io.vecdb.server.rest;

import io.vecdb.api.Fields;
import io.vecdb.api.Include;
import io.vecdb.server.json.JsonCursor;

import java.util.Set;

/// Reads `with_payload` and `with_vector`: true or false, a list of names, or an object with a list
/// `include` or `exclude`.
final class IncludeIn {
    private IncludeIn() {}

    static Include read(JsonCursor body, Include whereAbsent) {
        JsonCursor payload = body.optional("with_payload");
        JsonCursor vectors = body.optional("with_vector");
        // Qdrant takes this spelling too.
        vectors = vectors == null ? body.optional("with_vectors") : vectors;
        return new Include(
                payload == null ? whereAbsent.payload() : fields(payload),
                vectors == null ? whereAbsent.vectors() : fields(vectors));
    }

    private static Fields fields(JsonCursor at) {
        return switch (at.node().getNodeType()) {
            case BOOLEAN -> at.bool() ? Fields.all() : Fields.none();
            case ARRAY -> new Fields.Only(Set.copyOf(at.texts()));
            case OBJECT -> chosen(at);
            case NULL, MISSING, STRING, NUMBER, BINARY, POJO ->
                    throw at.expected("true, false, a list of names, or an object");
        };
    }

    private static Fields chosen(JsonCursor at) {
        JsonCursor include = at.optional("include");
        JsonCursor exclude = at.optional("exclude");
        if (include != null && exclude == null) {
            return new Fields.Only(Set.copyOf(include.texts()));
        }
        if (exclude != null && include == null) {
            return new Fields.Except(Set.copyOf(exclude.texts()));
        }
        throw at.invalid("give either 'include' or 'exclude', a list of names.");
    }
}
