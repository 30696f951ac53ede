package io.vecdb.server.rest;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;

import com.linecorp.armeria.common.HttpMethod;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.util.List;
import java.util.stream.Stream;

/// The route table: every request that reaches the database.
final class Routes {
    private static final String ONE = "/collections/{collection}";
    private static final String POINTS = ONE + "/points";

    private Routes() {}

    static List<RestRoute> all() {
        return Stream.concat(served().stream(), refused().stream()).toList();
    }

    private static List<RestRoute> served() {
        return List.of(
                new RestRoute(GET, "/collections", CollectionEndpoints::list),
                new RestRoute(PUT, ONE, CollectionEndpoints::create),
                new RestRoute(GET, ONE, CollectionEndpoints::info),
                new RestRoute(DELETE, ONE, CollectionEndpoints::drop),
                new RestRoute(GET, ONE + "/exists", CollectionEndpoints::exists),
                new RestRoute(PUT, ONE + "/index", CollectionEndpoints::createIndex),
                new RestRoute(DELETE, ONE + "/index/{field}", CollectionEndpoints::dropIndex),
                new RestRoute(PUT, POINTS, PointEndpoints.write(WritesIn::upsert)),
                new RestRoute(POST, POINTS, PointEndpoints::retrieve),
                new RestRoute(GET, POINTS + "/{id}", PointEndpoints::get),
                new RestRoute(POST, POINTS + "/delete", PointEndpoints.write(WritesIn::delete)),
                new RestRoute(
                        POST, POINTS + "/payload", PointEndpoints.write(WritesIn::setPayload)),
                new RestRoute(
                        PUT, POINTS + "/payload", PointEndpoints.write(WritesIn::overwritePayload)),
                new RestRoute(
                        POST,
                        POINTS + "/payload/delete",
                        PointEndpoints.write(WritesIn::deletePayload)),
                new RestRoute(
                        POST,
                        POINTS + "/payload/clear",
                        PointEndpoints.write(WritesIn::clearPayload)),
                new RestRoute(
                        PUT, POINTS + "/vectors", PointEndpoints.write(WritesIn::updateVectors)),
                new RestRoute(
                        POST,
                        POINTS + "/vectors/delete",
                        PointEndpoints.write(WritesIn::deleteVectors)),
                new RestRoute(POST, POINTS + "/batch", PointEndpoints::writeBatch),
                new RestRoute(POST, POINTS + "/scroll", PointEndpoints::scroll),
                new RestRoute(POST, POINTS + "/count", PointEndpoints::count),
                new RestRoute(POST, POINTS + "/query", SearchEndpoints.QUERY::one),
                new RestRoute(POST, POINTS + "/query/batch", SearchEndpoints.QUERY::batch),
                new RestRoute(POST, POINTS + "/search", SearchEndpoints.SEARCH::one),
                new RestRoute(POST, POINTS + "/search/batch", SearchEndpoints.SEARCH::batch));
    }

    /// What clients of the dialect may ask for and this release does not do: it says so instead of
    /// answering that there is no such route.
    private static List<RestRoute> refused() {
        return List.of(
                refused(PATCH, ONE, "changing a collection's settings"),
                refused(POST, POINTS + "/query/groups", "grouping hits"),
                refused(POST, POINTS + "/search/groups", "grouping hits"),
                refused(POST, POINTS + "/search/matrix/pairs", "distance matrices"),
                refused(POST, POINTS + "/search/matrix/offsets", "distance matrices"),
                refused(POST, POINTS + "/recommend", "recommendation"),
                refused(POST, POINTS + "/recommend/batch", "recommendation"),
                refused(POST, POINTS + "/recommend/groups", "recommendation"),
                refused(POST, POINTS + "/discover", "discovery"),
                refused(POST, POINTS + "/discover/batch", "discovery"),
                refused(POST, ONE + "/facet", "facets"),
                refused(GET, "/aliases", "aliases"),
                refused(GET, ONE + "/aliases", "aliases"),
                refused(POST, "/collections/aliases", "aliases"),
                refused(GET, "/snapshots", "snapshots"),
                refused(POST, "/snapshots", "snapshots"),
                refused(GET, ONE + "/snapshots", "snapshots"),
                refused(POST, ONE + "/snapshots", "snapshots"),
                refused(GET, "/cluster", "clusters"),
                refused(GET, ONE + "/cluster", "clusters"),
                refused(GET, "/telemetry", "telemetry"));
    }

    private static RestRoute refused(HttpMethod method, String path, String what) {
        return new RestRoute(
                method,
                path,
                request -> {
                    throw new DbException(
                            ErrorCode.UNSUPPORTED, "This release does not support " + what + ".");
                });
    }
}
