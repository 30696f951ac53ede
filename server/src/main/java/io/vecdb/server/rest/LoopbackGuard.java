package io.vecdb.server.rest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps web pages away from a server that only this machine is to reach. A page's site can name
/// 127.0.0.1 as its own address, so that the reader's browser takes the server for that site (DNS
/// rebinding) and lets the page read and write all. What gives it away is that the browser still
/// says the site's name, in `Host` and in `Origin`: both must name this machine.
///
/// Immutable.
public final class LoopbackGuard {
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/@\\[\\]]+)(?::[0-9]{1,5})?");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|\\[::1]|127(?:\\.[0-9]{1,3}){3}");
    private static final Pattern SCHEME = Pattern.compile("^https?://");

    private final String configured;

    /// @param host the address or name that the server was told to listen at
    public LoopbackGuard(String host) {
        configured = (host.contains(":") ? "[" + host + "]" : host).toLowerCase(Locale.ROOT);
    }

    /// A decorator that answers 403 to what was not meant for this machine, or comes from a page of
    /// another one.
    public HttpResponse check(
            HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        if (!names(request.authority())) {
            return refused(
                    context,
                    "This server is for its own machine: call it as "
                            + ownNames()
                            + ", not by the name in your request's header 'Host'.");
        }
        for (String origin : request.headers().getAll(HttpHeaderNames.ORIGIN)) {
            Matcher scheme = SCHEME.matcher(origin);
            if (!scheme.find() || !names(origin.substring(scheme.end()))) {
                return refused(
                        context,
                        "This server is for its own machine: web pages of other sites cannot call"
                                + " it.");
            }
        }
        return service.serve(context, request);
    }

    /// Whether an authority, a host with or without port, is this machine's.
    private boolean names(@Nullable String authority) {
        Matcher parts = AUTHORITY.matcher(authority == null ? "" : authority);
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1).toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(host).matches() || host.equals(configured);
    }

    private String ownNames() {
        return LOOPBACK.matcher(configured).matches()
                ? "localhost, 127.0.0.1 or [::1]"
                : "localhost, 127.0.0.1, [::1] or " + configured;
    }

    private static HttpResponse refused(ServiceRequestContext context, String message) {
        return HttpResponse.of(
                HttpStatus.FORBIDDEN, MediaType.JSON, Envelope.error(context, message));
    }
}
