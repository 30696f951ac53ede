package io.vecdb.server;

import io.vecdb.api.DbException;
import io.vecdb.server.rest.RequestLimits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where a server listens and what it takes on. Port 0 stands for any free port.
///
/// @param host the address to bind to, an IP address or a name
/// @param httpPort for REST
/// @param grpcPort for gRPC; answers REST too
/// @param metricsPort for `/metrics`
/// @param insecure whether an address that other machines can reach is allowed, although there are
///   neither passwords nor encryption
/// @param limits what is taken on at once
public record ServerConfig(
        String host,
        int httpPort,
        int grpcPort,
        int metricsPort,
        boolean insecure,
        RequestLimits limits) {
    /// HTTP on 6334, gRPC on 6333, metrics on 9090, reachable from this machine only.
    public static final ServerConfig DEFAULT =
            new ServerConfig("127.0.0.1", 6334, 6333, 9090, false, RequestLimits.DEFAULT);

    /// @throws DbException INVALID_ARGUMENT if a port is no port, or given twice
    public ServerConfig {
        Set<Integer> seen = new HashSet<>();
        for (int port : List.of(httpPort, grpcPort, metricsPort)) {
            if (port < 0 || port > 65_535) {
                throw DbException.invalid(
                        "A port lies in 0 to 65535 (0 for any free one), not " + port + ".");
            }
            if (port != 0 && !seen.add(port)) {
                throw DbException.invalid(
                        "Port "
                                + port
                                + " was given twice; HTTP, gRPC and metrics each need their own.");
            }
        }
    }

    /// This configuration with other ports.
    public ServerConfig withPorts(int http, int grpc, int metrics) {
        return new ServerConfig(host, http, grpc, metrics, insecure, limits);
    }

    /// This configuration with another address.
    ///
    /// @param address an IP address or a name
    /// @param allowRemote whether other machines may reach it
    public ServerConfig withHost(String address, boolean allowRemote) {
        return new ServerConfig(address, httpPort, grpcPort, metricsPort, allowRemote, limits);
    }

    /// This configuration with other limits.
    public ServerConfig withLimits(RequestLimits others) {
        return new ServerConfig(host, httpPort, grpcPort, metricsPort, insecure, others);
    }

    /// The address to bind to.
    ///
    /// @throws DbException INVALID_ARGUMENT if the host is not known, or if other machines can
    ///   reach it and `insecure` is not set
    InetAddress address() {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw DbException.invalid(
                    "The host '" + host + "' is not known; give an address of this machine.");
        }
        if (!address.isLoopbackAddress() && !insecure) {
            throw DbException.invalid(
                    "Other machines can reach "
                            + host
                            + ", and this release has neither passwords nor encryption. Bind to"
                            + " 127.0.0.1, or add --insecure if everyone on that network may read"
                            + " and change everything.");
        }
        return address;
    }
}
