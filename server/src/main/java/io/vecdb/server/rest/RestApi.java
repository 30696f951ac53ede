package io.vecdb.server.rest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;

import io.vecdb.api.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Qdrant's REST dialect as a part of an Armeria server. Thread-safe.
public final class RestApi {
    /// The release of Qdrant whose dialect this is: its clients warn when the major number is
    /// another or the minor differs by more than one.
    public static final String DIALECT_VERSION = "1.18.0";

    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final List<RestRoute> ROUTES = Routes.all();

    /// What watches over the process must not take a server that closes in order for a dead one.
    private static final Set<String> WHILE_CLOSING = Set.of("/healthz", "/livez", "/metrics");

    private final Database database;
    private final RequestLimits limits;
    private final Capacity capacity;
    private final Admission admission = new Admission();

    /// @param database what is served; it stays its opener's to close, after [#close]
    /// @param limits what is taken on at once
    public RestApi(Database database, RequestLimits limits) {
        this.database = database;
        this.limits = limits;
        this.capacity = Capacity.of(limits);
    }

    /// Adds the routes, the limits and the answers to errors. To be called after all decorators
    /// that are to see refused requests too.
    public void addTo(ServerBuilder server) {
        server.maxRequestLength(limits.bodyBytes())
                .requestTimeout(limits.timeout())
                .errorHandler(new HttpErrors(ROUTES))
                .decorator(this::admit);
        for (RestRoute route : ROUTES) {
            server.route()
                    .methods(route.method())
                    .path(route.path())
                    .build(new RestService(route, database, capacity));
        }
        server.route().get("/").build(RestApi::about);
        text(server, "/healthz", "healthz check passed");
        text(server, "/livez", "livez check passed");
        text(server, "/readyz", "all shards are ready");
    }

    /// The path of the table's row that serves a request, such as `/collections/{collection}`;
    /// empty if none does.
    public static String routeOf(ServiceRequestContext request) {
        RestService service = request.config().service().as(RestService.class);
        return service == null ? "" : service.route().path();
    }

    /// Workers that are at work.
    public int busyWorkers() {
        return capacity.busy();
    }

    /// Requests that wait for a worker.
    public int waitingRequests() {
        return capacity.waiting();
    }

    /// Bytes of the bodies that are arriving, waiting or worked on.
    public long heldBodyBytes() {
        return capacity.bodies().heldBytes();
    }

    /// Bytes of the answers that are being written or sent.
    public long heldAnswerBytes() {
        return capacity.answers().heldBytes();
    }

    /// Answers every new request 503 from now on, and waits for those that were taken on. What asks
    /// whether the process is alive is answered still.
    ///
    /// @param longest after this time those that are still at work are left alone
    public void close(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        boolean answered = admission.close(longest);
        // A request that was answered 408 may still be at work.
        boolean idle = capacity.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        if (!answered || !idle) {
            LOG.warn(
                    "{} requests are still at work after {} ms; they are left alone.",
                    capacity.busy() + capacity.waiting(),
                    longest.toMillis());
        }
    }

    private HttpResponse admit(
            HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        if (WHILE_CLOSING.contains(context.path())) {
            return service.serve(context, request);
        }
        if (admission.enter()) {
            var _ = context.log().whenComplete().thenRun(admission::leave);
            return service.serve(context, request);
        }
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.SERVICE_UNAVAILABLE)
                        .contentType(MediaType.JSON)
                        .set(HttpHeaderNames.CONNECTION, "close")
                        .build(),
                Envelope.error(context, "The server is shutting down."));
    }

    private static HttpResponse about(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(
                HttpStatus.OK,
                MediaType.JSON,
                Envelope.json(out -> {
                    out.writeStartObject();
                    out.writeStringField("title", "VecDB, in the dialect of Qdrant");
                    out.writeStringField("version", DIALECT_VERSION);
                    out.writeEndObject();
                }));
    }

    private static void text(ServerBuilder server, String path, String text) {
        server.route()
                .get(path)
                .build((context, request) -> HttpResponse.of(MediaType.PLAIN_TEXT_UTF_8, text));
    }
}
