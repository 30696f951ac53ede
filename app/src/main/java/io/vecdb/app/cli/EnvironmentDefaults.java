package io.vecdb.app.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Map;

/// Options that the environment can set. A variable that is empty counts as one that is not set.
///
/// An option of the same name with a default of its own, such as `quickstart --data`, is left
/// alone.
public final class EnvironmentDefaults implements IDefaultValueProvider {
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "--data", "VECDB_DATA",
                    "--http-port", "VECDB_HTTP_PORT",
                    "--grpc-port", "VECDB_GRPC_PORT",
                    "--metrics-port", "VECDB_METRICS_PORT",
                    "--host", "VECDB_HOST",
                    "--sync", "VECDB_SYNC",
                    "--memory", "VECDB_MEMORY");

    private final Map<String, String> environment;

    /// @param environment the variables by name
    public EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.defaultValue() != null) {
            return null;
        }
        String variable = VARIABLES.get(option.longestName());
        String value = variable == null ? null : environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
