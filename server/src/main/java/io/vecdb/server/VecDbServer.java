package io.vecdb.server;

import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.server.rest.LoopbackGuard;
import io.vecdb.server.rest.RestApi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A database over HTTP: Qdrant's REST dialect on two ports (the second is gRPC's, which answers
/// REST too) and Prometheus metrics on a third. Thread-safe.
///
/// ```java
/// try (var server = VecDbServer.start(database, ServerConfig.DEFAULT)) { … }
/// ```
public final class VecDbServer implements AutoCloseable {
    /// Clients keep connections for some time; closing one just as it is used again would fail that
    /// request, so idle ones are kept for longer than clients do.
    private static final Duration IDLE = Duration.ofMinutes(2);

    /// How long closing may wait for requests, all in all. Whoever stops the process waits for some
    /// 30 s before it is killed, and the database is still to be closed then.
    private static final Duration DRAIN_MAX = Duration.ofSeconds(20);

    private final Duration drainMax;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final RestApi rest;
    private final Metrics metrics;
    private final Server main;
    private final Server metricsOnly;
    private final String host;
    private final List<Integer> ports;

    private VecDbServer(
            Database database, ServerConfig config, InetAddress address, Duration drainMax) {
        this.drainMax = drainMax;
        rest = new RestApi(database, config.limits());
        metrics = new Metrics(database, rest);
        ServerBuilder builder =
                Server.builder()
                        .http(new InetSocketAddress(address, config.httpPort()))
                        .http(new InetSocketAddress(address, config.grpcPort()))
                        .idleTimeout(IDLE)
                        .decorator(metrics::count);
        ServerBuilder second =
                Server.builder().http(new InetSocketAddress(address, config.metricsPort()));
        if (address.isLoopbackAddress()) {
            var guard = new LoopbackGuard(config.host());
            builder.decorator(guard::check);
            second.decorator(guard::check);
        }
        rest.addTo(builder);
        main = build(builder);
        metricsOnly = build(second);
        try {
            main.start().join();
            metricsOnly.start().join();
        } catch (CompletionException e) {
            close();
            throw notStarted(config, address, Exceptions.peel(e));
        }
        host = config.host();
        // Armeria keeps ports in the order in which they were given.
        ports =
                Stream.of(main, metricsOnly)
                        .flatMap(server -> server.activePorts().keySet().stream())
                        .map(InetSocketAddress::getPort)
                        .toList();
    }

    private Server build(ServerBuilder builder) {
        builder.route().get("/metrics").build(metrics::serve);
        return builder.disableServerHeader()
                // Armeria's own counts are not shown, and what it would report is answered or
                // logged.
                .unloggedExceptionsReportIntervalMillis(0)
                .meterRegistry(new CompositeMeterRegistry())
                // What is to be waited for was waited for before.
                .gracefulShutdownTimeout(Duration.ofMillis(1), Duration.ofSeconds(1))
                .build();
    }

    /// Starts to serve a database. It stays the caller's to close, after the server.
    ///
    /// @throws DbException INVALID_ARGUMENT if the address is not allowed, IN_USE if a port is
    ///   taken (the message names it), IO_ERROR if the system does not give it for another reason
    public static VecDbServer start(Database database, ServerConfig config) {
        return start(database, config, DRAIN_MAX);
    }

    /// For tests: with another time to wait for requests when it closes.
    static VecDbServer start(Database database, ServerConfig config, Duration drainMax) {
        return new VecDbServer(database, config, config.address(), drainMax);
    }

    /// The address that it listens at.
    public String host() {
        return host;
    }

    /// The port for REST.
    public int httpPort() {
        return ports.get(0);
    }

    /// The port for gRPC; answers REST too.
    public int grpcPort() {
        return ports.get(1);
    }

    /// The port for `/metrics`.
    public int metricsPort() {
        return ports.get(2);
    }

    /// Takes no more requests, answers those that were taken on (for at most 20 s), and closes. A
    /// second call does nothing.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        rest.close(drainMax);
        CompletableFuture.allOf(main.closeAsync(), metricsOnly.closeAsync()).join();
        metrics.close();
    }

    private static DbException notStarted(
            ServerConfig config, InetAddress address, Throwable cause) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--http-port", config.httpPort());
        ports.put("--grpc-port", config.grpcPort());
        ports.put("--metrics-port", config.metricsPort());
        for (var port : ports.entrySet()) {
            if (taken(address, port.getValue())) {
                return new DbException(
                        ErrorCode.IN_USE,
                        "Port "
                                + port.getValue()
                                + " of "
                                + config.host()
                                + " is in use by another program. Stop that program, or choose"
                                + " another port with "
                                + port.getKey()
                                + ".",
                        cause);
            }
        }
        return new DbException(
                ErrorCode.IO_ERROR,
                "The server could not listen at " + config.host() + ": " + cause.getMessage(),
                cause);
    }

    /// Whether the port is taken, found out by asking for it: the failure that came first does not
    /// say which of the ports it was about.
    private static boolean taken(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return false;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("in use");
        }
    }
}
