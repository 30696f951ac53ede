package io.vecdb.server.rest;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.FieldPath;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.server.json.JsonCursor;

import java.util.List;

/// Collections and their payload indexes.
final class CollectionEndpoints {
    private CollectionEndpoints() {}

    static Answer list(RestRequest request) {
        List<String> names = request.database().collections();
        return out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("collections");
            for (String name : names) {
                out.writeStartObject();
                out.writeStringField("name", name);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        };
    }

    static Answer create(RestRequest request) {
        CollectionConfig config = CollectionIn.config(request.body());
        request.database().createCollection(request.path("collection"), config);
        return Answer.TRUE;
    }

    static Answer info(RestRequest request) {
        Collection collection = request.collection();
        return out -> CollectionOut.info(collection, out);
    }

    static Answer exists(RestRequest request) {
        boolean exists = request.database().hasCollection(request.path("collection"));
        return out -> {
            out.writeStartObject();
            out.writeBooleanField("exists", exists);
            out.writeEndObject();
        };
    }

    static Answer drop(RestRequest request) {
        boolean dropped = request.database().dropCollection(request.path("collection"));
        return out -> out.writeBoolean(dropped);
    }

    static Answer createIndex(RestRequest request) {
        Collection collection = request.collection();
        JsonCursor body = request.body();
        JsonCursor name = body.field("field_name");
        String path = name.text();
        name.at(() -> FieldPath.parse(path));
        PayloadIndexType type = CollectionIn.payloadIndexType(body.field("field_schema"));
        long sequence = collection.createPayloadIndex(path, type);
        return out -> PointsOut.written(sequence, out);
    }

    static Answer dropIndex(RestRequest request) {
        long sequence = request.collection().dropPayloadIndex(request.path("field"));
        return out -> PointsOut.written(sequence, out);
    }
}
