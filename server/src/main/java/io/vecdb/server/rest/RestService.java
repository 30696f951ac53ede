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

import java.util.concurrent.CompletableFuture;

/// Serves one route: takes the body in, hands it to a worker, wraps what the endpoint answers.
final class RestService implements HttpService {
    private final RestRoute route;
    private final Database database;
    private final Capacity capacity;

    RestService(RestRoute route, Database database, Capacity capacity) {
        this.route = route;
        this.database = database;
        this.capacity = capacity;
    }

    /// The row of the table that this serves.
    RestRoute route() {
        return route;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        ByteBudget.Share held = capacity.bodies().share();
        return HttpResponse.of(
                request.peekData(data -> held.take(data.length()))
                        .aggregate()
                        .thenComposeAsync(body -> answer(context, body), capacity.workers())
                        .whenComplete((_, _) -> held.giveBack()));
    }

    private CompletableFuture<HttpResponse> answer(
            ServiceRequestContext context, AggregatedHttpRequest request) {
        requireInTime(context);
        byte[] content = request.content().array();
        if (content.length > 0) {
            requireJson(request.contentType());
        }
        Answer answer =
                route.endpoint().answer(new RestRequest(database, context.pathParams(), content));
        return answer.embeds()
                ? CompletableFuture.supplyAsync(
                        () -> written(context, answer), capacity.embedders())
                : CompletableFuture.completedFuture(written(context, answer));
    }

    /// Ends a request that waited for a thread for too long: its client has been told so already.
    private static void requireInTime(ServiceRequestContext context) {
        if (context.isTimedOut()) {
            throw RequestTimeoutException.get();
        }
    }

    /// Computes and writes the answer, whose bytes are held until they are sent.
    private HttpResponse written(ServiceRequestContext context, Answer answer) {
        requireInTime(context);
        ByteBudget.Share held = capacity.answers().share();
        boolean written = false;
        try {
            var bytes = new AnswerBytes(capacity.answers(), held);
            Envelope.ok(context, answer, bytes);
            HttpResponse response = bytes.response();
            var _ = context.log().whenComplete().thenRun(held::giveBack);
            written = true;
            return response;
        } finally {
            if (!written) {
                held.giveBack();
            }
        }
    }

    /// A browser sends this type to another site only after asking it, which is answered no: so no
    /// web page can write to a database on its reader's machine.
    private static void requireJson(@Nullable MediaType type) {
        if (type == null || !type.isJson()) {
            throw HttpStatusException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        }
    }
}
