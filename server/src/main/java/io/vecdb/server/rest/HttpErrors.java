package io.vecdb.server.rest;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// Whatever goes wrong, as an answer in the [Envelope]. Holds the one table from [ErrorCode] to
/// HTTP status. No stack trace leaves the server: what is not the client's doing gets an incident
/// number, under which the log has the rest.
final class HttpErrors implements ServerErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpErrors.class);
    private static final String RETRY_SECONDS = "1";

    private final Map<RestRoute, Route> patterns = new LinkedHashMap<>();

    HttpErrors(List<RestRoute> routes) {
        routes.forEach(row -> patterns.put(row, Route.builder().path(row.path()).build()));
    }

    /// The table. 502 stands for a remote service (an embedding endpoint) that failed us.
    static HttpStatus status(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case ALREADY_EXISTS -> HttpStatus.CONFLICT;
            case LIMIT_EXCEEDED -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case UNSUPPORTED -> HttpStatus.NOT_IMPLEMENTED;
            case CLOSED, IN_USE, POISONED -> HttpStatus.SERVICE_UNAVAILABLE;
            case RESOURCE_EXHAUSTED -> HttpStatus.INSUFFICIENT_STORAGE;
            case CORRUPT, UNSUPPORTED_FORMAT, IO_ERROR, INTERNAL ->
                    HttpStatus.INTERNAL_SERVER_ERROR;
            case UNAVAILABLE, UNAUTHENTICATED -> HttpStatus.BAD_GATEWAY;
        };
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext request, Throwable thrown) {
        Throwable cause = Exceptions.peel(thrown);
        return switch (cause) {
            case DbException e when e.code() != ErrorCode.INTERNAL -> refused(request, e);
            case RejectedExecutionException busy -> busy(request);
            case RequestTimeoutException late ->
                    response(
                            request,
                            HttpStatus.REQUEST_TIMEOUT,
                            "The request took longer than "
                                    + request.requestTimeoutMillis()
                                    + " ms. If it was a write, it may still be carried out.");
            case ShuttingDownException stopping ->
                    response(
                            request,
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "The server is shutting down. If the request was a write, it may still"
                                    + " be carried out.");
            case ContentTooLargeException large ->
                    rendered(request, HttpStatus.REQUEST_ENTITY_TOO_LARGE);
            case HttpStatusException e -> rendered(request, e.httpStatus());
            case ClosedStreamException gone -> HttpResponse.ofFailure(gone);
            default -> incident(request, HttpStatus.INTERNAL_SERVER_ERROR, null, cause);
        };
    }

    private static HttpResponse refused(ServiceRequestContext request, DbException e) {
        HttpStatus status = status(e.code());
        String message = String.valueOf(e.getMessage());
        return status.code() == 500
                ? incident(request, status, message, e)
                : response(request, status, message);
    }

    private static HttpResponse busy(ServiceRequestContext request) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.TOO_MANY_REQUESTS)
                        .contentType(MediaType.JSON)
                        .set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS)
                        .build(),
                Envelope.error(
                        request,
                        "The server has as many requests as it takes on at once; try again in "
                                + RETRY_SECONDS
                                + " s."));
    }

    /// Logs what happened under a number and tells the client the number.
    ///
    /// @param message what the client may know, or null for nothing
    private static HttpResponse incident(
            ServiceRequestContext request,
            HttpStatus status,
            @Nullable String message,
            Throwable cause) {
        String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("Incident {} at {} {}", number, request.method(), request.path(), cause);
        return response(
                request,
                status,
                (message == null ? "The server failed at this request." : message)
                        + " The server's log has more under incident "
                        + number
                        + ".");
    }

    private static HttpResponse response(
            ServiceRequestContext request, HttpStatus status, String message) {
        return HttpResponse.of(status, MediaType.JSON, Envelope.error(request, message));
    }

    private HttpResponse rendered(ServiceRequestContext request, HttpStatus status) {
        return renderStatus(
                        request, request.config(), request.request().headers(), status, null, null)
                .toHttpResponse();
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext request,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (status.isContentAlwaysEmpty()) {
            return AggregatedHttpResponse.of(status);
        }
        String asked = headers == null ? "this" : headers.method() + " " + headers.path();
        String allowed = status.code() == 405 && request != null ? allowedMethods(request) : "";
        String message =
                switch (status.code()) {
                    case 404 -> "There is no route " + asked + "; docs/rest.md lists them.";
                    case 405 ->
                            "There is no route "
                                    + asked
                                    + (allowed.isEmpty()
                                            ? "."
                                            : "; this path takes " + allowed + ".");
                    case 415 -> "Send JSON, with the header 'Content-Type: application/json'.";
                    case 413 ->
                            "The body is larger than "
                                    + config.maxRequestLength()
                                    + " bytes; send it in several requests.";
                    default ->
                            status.reasonPhrase() + (description == null ? "" : ": " + description);
                };
        var response = ResponseHeaders.builder(status).contentType(MediaType.JSON);
        if (!allowed.isEmpty()) {
            response.set(HttpHeaderNames.ALLOW, allowed);
        }
        return AggregatedHttpResponse.of(response.build(), Envelope.error(request, message));
    }

    private String allowedMethods(ServiceRequestContext request) {
        return patterns.entrySet().stream()
                .filter(row -> row.getValue().apply(request.routingContext(), true).isPresent())
                .map(row -> row.getKey().method().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
