package io.vecdb.server.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;

import io.vecdb.api.Database;

import org.jspecify.annotations.Nullable;

/// Serves one route: takes the body in, hands it to a worker, wraps what the endpoint answers.
final class RestService implements HttpService {
    private final RestRoute route;
    private final Database database;
    private final Workers workers;
    private final BodyBudget budget;

    RestService(RestRoute route, Database database, Workers workers, BodyBudget budget) {
        this.route = route;
        this.database = database;
        this.workers = workers;
        this.budget = budget;
    }

    /// The row of the table that this serves.
    RestRoute route() {
        return route;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(
                budget.count(context, request)
                        .aggregate()
                        .thenApplyAsync(body -> answer(context, body), workers));
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request) {
        if (context.isTimedOut()) {
            // It waited for a worker for too long; its client has been told so already.
            throw RequestTimeoutException.get();
        }
        byte[] content = request.content().array();
        if (content.length > 0) {
            requireJson(request.contentType());
        }
        Answer answer =
                route.endpoint().answer(new RestRequest(database, context.pathParams(), content));
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, Envelope.ok(context, answer));
    }

    /// A browser sends this type to another site only after asking it, which is answered no: so no
    /// web page can write to a database on its reader's machine.
    private static void requireJson(@Nullable MediaType type) {
        if (type == null || !type.isJson()) {
            throw HttpStatusException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        }
    }
}
