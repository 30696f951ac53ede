package io.vecdb.app.cli;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The release of the program, which the build writes into a resource.
public final class Version implements IVersionProvider {
    /// Such as `vecdb 1.2.3`.
    public static String line() {
        return "vecdb " + number();
    }

    /// Such as `1.2.3`.
    public static String number() {
        try (InputStream resource =
                Version.class.getResourceAsStream("/io/vecdb/app/version.txt")) {
            if (resource == null) {
                throw new IllegalStateException("version.txt is missing from the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }
}
