package io.vecdb.app.cli;

import io.vecdb.api.CollectionConfig;

/// Which vector field is meant where none is named.
public final class VectorFields {
    private VectorFields() {}

    /// The name of the only vector field, or of the unnamed one where there are several.
    public static String implied(CollectionConfig config) {
        return config.vectors().size() == 1 ? config.vectors().keySet().iterator().next() : "";
    }
}
