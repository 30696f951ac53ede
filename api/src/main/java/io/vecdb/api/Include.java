package io.vecdb.api;

/// What an answer carries beside ids and scores.
///
/// @param payload which payload fields
/// @param vectors which named vectors
public record Include(Fields payload, Fields vectors) {
    /// @throws DbException INVALID_ARGUMENT if something is null
    public Include {
        Arguments.given(payload, "the payload fields to include");
        Arguments.given(vectors, "the vectors to include");
    }

    /// Payload but no vectors.
    public static final Include PAYLOAD = new Include(Fields.all(), Fields.none());

    /// Ids and scores only.
    public static final Include NOTHING = new Include(Fields.none(), Fields.none());

    /// Payload and vectors.
    public static final Include EVERYTHING = new Include(Fields.all(), Fields.all());
}
