package io.vecdb.bench;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A database that fresh processes open, one after the other: with what the operating system has in
/// memory of its files, and in turn without, where it can be made to forget.
///
/// @param program opens the database in the folder that is its first argument, and tells how many
///   `points` it holds, beside other figures
/// @param path the database
/// @param points that it has to hold
record Openings(Class<?> program, Path path, long points) {
    /// Opens it several times.
    ///
    /// @param line what to say about one opening
    /// @param summary the medians of several
    /// @param result gets the summaries as `warm` and, where that is possible, `cold`
    void measure(
            int turns,
            Main.Output output,
            Function<JsonNode, String> line,
            Function<List<JsonNode>, Map<String, Object>> summary,
            Map<String, Object> result)
            throws IOException {
        List<JsonNode> warm = new ArrayList<>();
        List<JsonNode> cold = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            warm.add(once());
            output.remark("warm page cache: " + line.apply(warm.getLast()));
            if (PageCache.drop()) {
                cold.add(once());
                output.remark("cold page cache: " + line.apply(cold.getLast()));
            }
        }
        result.put("turns", turns);
        result.put("warm", summary.apply(warm));
        if (!cold.isEmpty()) {
            result.put("cold", summary.apply(cold));
        }
    }

    private JsonNode once() throws IOException {
        JsonNode found = ChildJvm.run(program, path);
        if (found.get("points").asLong() != points) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "Of " + points + " points " + found.get("points") + " were found.");
        }
        return found;
    }
}
