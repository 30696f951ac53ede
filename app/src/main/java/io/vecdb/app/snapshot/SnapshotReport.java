package io.vecdb.app.snapshot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.api.Backup;
import io.vecdb.api.SnapshotInfo;
import io.vecdb.api.SnapshotInfo.CollectionInfo;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Quantity;

import java.util.ArrayList;
import java.util.List;

/// What an archive or a backup holds, for people and for programs.
final class SnapshotReport {
    private SnapshotReport() {}

    /// A line for the whole and one for each collection.
    static List<String> lines(SnapshotInfo info) {
        List<String> lines = new ArrayList<>();
        lines.add(
                info.created()
                        + ", VecDB "
                        + info.release()
                        + ": "
                        + Quantity.count(info.files())
                        + " files, "
                        + Quantity.bytes(info.bytes()));
        for (CollectionInfo collection : info.collections()) {
            lines.add(
                    "  "
                            + collection.name()
                            + ": "
                            + Quantity.count(collection.points())
                            + " points");
        }
        return lines;
    }

    static ObjectNode json(SnapshotInfo info) {
        ObjectNode node =
                JsonOutput.object()
                        .put("created", info.created().toString())
                        .put("release", info.release())
                        .put("database", info.database().toString())
                        .put("files", info.files())
                        .put("bytes", info.bytes());
        ArrayNode collections = node.putArray("collections");
        for (CollectionInfo collection : info.collections()) {
            collections
                    .addObject()
                    .put("name", collection.name())
                    .put("points", collection.points())
                    .put("sequence", collection.sequence());
        }
        return node;
    }

    static ObjectNode json(Backup backup) {
        return json(backup.contents())
                .put("number", backup.number())
                .put("copied_files", backup.copiedFiles())
                .put("copied_bytes", backup.copiedBytes());
    }
}
