package io.vecdb.api;

/// A search for the points nearest to a vector. Immutable; each method returns a changed copy:
///
/// ```java
/// Query.nearest(0.1f, 0.7f).filter(Filter.lt("price", 100)).limit(5)
/// ```
///
/// @param field the vector field's name, `""` for the unnamed one
/// @param vector what to be near to
/// @param filter which points may be hits
/// @param limit how many hits at most, 1 to [Limits#HITS] together with the offset
/// @param params how to search
/// @param include what the hits carry
public record Query(
        String field,
        Vector vector,
        Filter filter,
        int limit,
        SearchParams params,
        Include include) {
    /// @throws DbException INVALID_ARGUMENT if the limit is out of range or something is null;
    ///   LIMIT_EXCEEDED if the filter is too deep or has too many conditions
    public Query {
        Arguments.given(field, "the vector field of a query");
        Arguments.given(vector, "the vector of a query");
        Arguments.given(params, "the parameters of a query");
        Arguments.given(include, "what the hits of a query carry");
        FilterLimits.check(filter);
        if (limit < 1 || limit > Limits.HITS - params.offset()) {
            throw DbException.invalid(
                    "limit must lie in 1 to "
                            + Limits.HITS
                            + " together with the offset, not "
                            + limit
                            + " with offset "
                            + params.offset()
                            + ".");
        }
    }

    /// The 10 points nearest to a vector in the unnamed field, with their payloads.
    public static Query nearest(float... vector) {
        return nearest(new Vector.Dense(vector));
    }

    /// The 10 points nearest to a vector or document in the unnamed field, with their payloads.
    public static Query nearest(Vector vector) {
        return new Query("", vector, Filter.all(), 10, SearchParams.DEFAULT, Include.PAYLOAD);
    }

    /// The 10 points nearest to a text's embedding in the unnamed field, with their payloads.
    public static Query text(String text) {
        return nearest(Vector.text(text));
    }

    /// Searches another vector field.
    public Query field(String name) {
        return new Query(name, vector, filter, limit, params, include);
    }

    /// Only points that satisfy this condition (it replaces an earlier one).
    public Query filter(Filter condition) {
        return new Query(field, vector, condition, limit, params, include);
    }

    /// At most this many hits.
    public Query limit(int hits) {
        return new Query(field, vector, filter, hits, params, include);
    }

    /// Searches with these parameters.
    public Query params(SearchParams parameters) {
        return new Query(field, vector, filter, limit, parameters, include);
    }

    /// Keeps `ef` candidates in a graph search.
    public Query ef(int ef) {
        return params(
                new SearchParams(params.exact(), ef, params.offset(), params.scoreThreshold()));
    }

    /// Computes every distance.
    public Query exact() {
        return params(
                new SearchParams(true, params.ef(), params.offset(), params.scoreThreshold()));
    }

    /// Carries these fields in the hits.
    public Query include(Include fields) {
        return new Query(field, vector, filter, limit, params, fields);
    }
}
