package io.vecdb.fuzz;

import java.io.IOException;

/// Where Jazzer enters: hands each input to the target that the system property `vecdb.fuzz.target`
/// names.
public final class FuzzDriver {
    private static final FuzzTarget TARGET =
            FuzzTargets.of(System.getProperty("vecdb.fuzz.target", "none"));

    private FuzzDriver() {}

    /// Called by Jazzer, by this name.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        TARGET.read(input);
    }
}
