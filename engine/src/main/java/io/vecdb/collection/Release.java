package io.vecdb.collection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Which release this is: the build writes it into a resource.
final class Release {
    /// Such as `1.2.3`; `unknown` for classes that no build has put together.
    static final String NAME = read();

    private Release() {}

    private static String read() {
        try (InputStream resource = Release.class.getResourceAsStream("/io/vecdb/release.txt")) {
            return resource == null
                    ? "unknown"
                    : new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
