package io.vecdb.app.server;

import io.vecdb.app.cli.UsageException;
import io.vecdb.server.ServerConfig;

import picocli.CommandLine.Option;

/// The options that say where a server listens.
public final class ServerOptions {
    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "The port for REST; 0 for any free one (default: 6334).")
    private int httpPort = ServerConfig.DEFAULT.httpPort();

    @Option(
            names = "--grpc-port",
            paramLabel = "PORT",
            description =
                    "A second port for REST, on which gRPC will be spoken later (default: 6333).")
    private int grpcPort = ServerConfig.DEFAULT.grpcPort();

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "The port for /metrics (default: 9090).")
    private int metricsPort = ServerConfig.DEFAULT.metricsPort();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen at (default: 127.0.0.1).")
    private String host = ServerConfig.DEFAULT.host();

    @Option(
            names = "--insecure",
            description =
                    "Allow an address that other machines can reach, although there are neither"
                            + " passwords nor encryption.")
    private boolean insecure;

    /// The configuration that they say.
    ///
    /// @throws UsageException if a port is no port, or given twice
    public ServerConfig config() {
        return UsageException.check(() ->
                ServerConfig.DEFAULT
                        .withPorts(httpPort, grpcPort, metricsPort)
                        .withHost(host, insecure));
    }
}
