package io.vecdb.app.search;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Vector;
import io.vecdb.server.json.Json;
import io.vecdb.server.json.JsonCursor;
import io.vecdb.vectors.VectorFormats;
import io.vecdb.vectors.VectorRows;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// The vector that `--vector` gives: a JSON list itself, the name of a file that holds one, or the
/// name of a vector file (`.npy`, `.fvecs`, `.bvecs`), of which one row is meant.
///
/// @param text the list or the file's name
/// @param row the row of a vector file, counted from 0, or null for its first
record VectorArgument(String text, @Nullable Integer row) {
    private static final String ALLOWED =
            "--vector takes a JSON list of numbers, such as '[0.1, 0.7]', or the name of a file.";

    /// Reads the vector. A vector file is read as a whole.
    ///
    /// @throws DbException NOT_FOUND or IO_ERROR about the file; INVALID_ARGUMENT if it holds no
    ///   vector or not that row
    Vector read() {
        String stripped = text.strip();
        if (stripped.startsWith("[")) {
            return fromJson(Json.tree(stripped));
        }
        if (stripped.isEmpty()) {
            throw DbException.invalid("The vector is empty; " + ALLOWED);
        }
        Path file = Path.of(stripped);
        try {
            return stripped.toLowerCase(Locale.ROOT).matches(".*\\.(npy|fvecs|bvecs)")
                    ? readRow(file)
                    : fromJson(Json.tree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new DbException(
                    ErrorCode.NOT_FOUND, "There is no file " + file + "; " + ALLOWED, e);
        } catch (IOException e) {
            throw new DbException(
                    ErrorCode.IO_ERROR, file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private Vector fromJson(JsonNode tree) {
        if (row != null) {
            throw DbException.invalid(
                    "--row is for files with many vectors: .npy, .fvecs, .bvecs.");
        }
        return new Vector.Dense(JsonCursor.root(tree).numbers());
    }

    private Vector readRow(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            VectorRows rows = VectorFormats.read(in, file.toString());
            int wanted = row == null ? 0 : row;
            if (wanted < 0 || wanted >= rows.count()) {
                throw DbException.invalid(
                        file + " has rows 0 to " + (rows.count() - 1) + ", not " + wanted + ".");
            }
            return new Vector.Dense(rows.row(wanted));
        }
    }
}
