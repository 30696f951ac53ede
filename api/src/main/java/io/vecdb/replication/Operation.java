package io.vecdb.replication;

import io.vecdb.api.Arguments;
import io.vecdb.api.FieldPath;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointVectors;
import io.vecdb.api.Selection;
import io.vecdb.api.Value;

import java.util.List;
import java.util.Map;

/// One atomic write to a collection. Its vectors are dense: documents were embedded before, so that
/// nothing has to be computed, asked for or drawn at random while it is applied.
public sealed interface Operation {
    /// Inserts or replaces points.
    ///
    /// @param points the points, copied
    record Upsert(List<Point> points) implements Operation {
        /// Copies the list.
        public Upsert {
            points = Arguments.list(points, "a list of points");
        }
    }

    /// Replaces vectors of existing points.
    ///
    /// @param points the new vectors, copied
    record UpdateVectors(List<PointVectors> points) implements Operation {
        /// Copies the list.
        public UpdateVectors {
            points = Arguments.list(points, "a list of points");
        }
    }

    /// Deletes points.
    ///
    /// @param selection which
    record Delete(Selection selection) implements Operation {
        /// @throws io.vecdb.api.DbException INVALID_ARGUMENT for null
        public Delete {
            Arguments.given(selection, "the selection of points");
        }
    }

    /// Sets some payload fields.
    ///
    /// @param selection whose
    /// @param fields the fields, copied
    record SetPayload(Selection selection, Map<String, Value> fields) implements Operation {
        /// Copies the map.
        public SetPayload {
            Arguments.given(selection, "the selection of points");
            fields = Value.copy(fields);
        }
    }

    /// Replaces whole payloads.
    ///
    /// @param selection whose
    /// @param payload the new payload, copied
    record OverwritePayload(Selection selection, Map<String, Value> payload) implements Operation {
        /// Copies the map.
        public OverwritePayload {
            Arguments.given(selection, "the selection of points");
            payload = Value.copy(payload);
        }
    }

    /// Removes payload fields.
    ///
    /// @param selection whose
    /// @param paths which fields, copied
    record DeletePayload(Selection selection, List<FieldPath> paths) implements Operation {
        /// Copies the list.
        public DeletePayload {
            Arguments.given(selection, "the selection of points");
            paths = Arguments.list(paths, "a list of field paths");
        }
    }

    /// Adds a payload index.
    ///
    /// @param path the field
    /// @param type the index's type
    record CreatePayloadIndex(FieldPath path, PayloadIndexType type) implements Operation {
        /// @throws io.vecdb.api.DbException INVALID_ARGUMENT if something is null
        public CreatePayloadIndex {
            Arguments.given(path, "the field of a payload index");
            Arguments.given(type, "the type of a payload index");
        }
    }

    /// Removes a payload index.
    ///
    /// @param path the field
    record DropPayloadIndex(FieldPath path) implements Operation {
        /// @throws io.vecdb.api.DbException INVALID_ARGUMENT for null
        public DropPayloadIndex {
            Arguments.given(path, "the field of a payload index");
        }
    }
}
