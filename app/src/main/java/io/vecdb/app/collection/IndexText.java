package io.vecdb.app.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.IndexConfig;

import java.util.List;
import java.util.Locale;

/// A vector index and its parameters as one word: `flat`, `hnsw`, `hnsw:m=32,ef_construction=400`.
final class IndexText {
    private IndexText() {}

    /// The index that a word names; parameters that are left out have their defaults.
    ///
    /// @throws DbException INVALID_ARGUMENT if it names none, or a parameter is unknown or out of
    ///   range
    static IndexConfig parse(String word) {
        String[] parts = word.strip().toLowerCase(Locale.ROOT).split(":", 2);
        List<String> parameters = parts.length == 1 ? List.of() : List.of(parts[1].split(",", -1));
        return switch (parts[0]) {
            case "flat" -> {
                if (!parameters.isEmpty()) {
                    throw DbException.invalid("flat has no parameters.");
                }
                yield new IndexConfig.Flat();
            }
            case "hnsw" -> hnsw(parameters);
            default ->
                    throw DbException.invalid(
                            "There is no index '" + parts[0] + "'; use hnsw or flat.");
        };
    }

    private static IndexConfig hnsw(List<String> parameters) {
        int m = IndexConfig.Hnsw.DEFAULT.m();
        int efConstruction = IndexConfig.Hnsw.DEFAULT.efConstruction();
        int fullScanThreshold = IndexConfig.Hnsw.DEFAULT.fullScanThreshold();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            String key = parameter.substring(0, Math.max(0, equals)).strip();
            int value = number(parameter, parameter.substring(equals + 1).strip());
            switch (key) {
                case "m" -> m = value;
                case "ef_construction" -> efConstruction = value;
                case "full_scan_threshold" -> fullScanThreshold = value;
                default ->
                        throw DbException.invalid(
                                "hnsw has no parameter '"
                                        + key
                                        + "'; it has m, ef_construction and full_scan_threshold.");
            }
        }
        return new IndexConfig.Hnsw(m, efConstruction, fullScanThreshold);
    }

    private static int number(String parameter, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw DbException.invalid(
                    "'" + parameter + "' is no parameter with a whole number; write it like m=32.");
        }
    }

    /// The word for an index, with all its parameters.
    static String of(IndexConfig index) {
        return switch (index) {
            case IndexConfig.Flat flat -> "flat";
            case IndexConfig.Hnsw hnsw ->
                    "hnsw:m="
                            + hnsw.m()
                            + ",ef_construction="
                            + hnsw.efConstruction()
                            + ",full_scan_threshold="
                            + hnsw.fullScanThreshold();
        };
    }
}
