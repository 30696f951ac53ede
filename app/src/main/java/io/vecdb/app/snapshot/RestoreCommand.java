package io.vecdb.app.snapshot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vecdb.VecDb;
import io.vecdb.api.Backup;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.RestoreOptions;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.MemoryOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `vecdb snapshot restore`.
@Command(
        name = "restore",
        description = "Make collections of those in an archive or a backup: all of them or none.")
final class RestoreCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private MemoryOption memory = new MemoryOption();

    @Parameters(
            index = "0",
            paramLabel = "FILE|FOLDER",
            description = "An archive, or a folder of backups.")
    private Path place = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "NAME[=NEW]",
            arity = "0..*",
            description =
                    "The collections, with a new name where they are to have one; all of them under"
                            + " their names if none is named.")
    private List<String> names = List.of();

    @Option(names = "--replace", description = "Drop the collections that have these names now.")
    private boolean replace;

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "Which backup of the folder (default: the newest).")
    private @Nullable Long number;

    RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RestoreOptions options =
                UsageException.check(() -> new RestoreOptions(newNames(), replace));
        if (number != null && !Files.isDirectory(place)) {
            throw new UsageException("--number is for folders of backups; " + place + " is none.");
        }
        // Before a database is made for it.
        if (Files.isDirectory(place)) {
            var _ = wanted(VecDb.backups(place));
        } else {
            var _ = VecDb.readSnapshot(place);
        }
        List<String> restored;
        try (Workspace workspace = Workspace.open(session, data.folder(), memory.options());
                BytesShown progress = new BytesShown(session, "restore")) {
            restored = restore(workspace.database(), options, progress);
        }
        if (session.json()) {
            ObjectNode result = JsonOutput.object();
            ArrayNode array = result.putArray("restored");
            restored.forEach(array::add);
            session.print(result);
        } else {
            session.print("Restored " + String.join(", ", restored) + ".");
        }
        return 0;
    }

    private Map<String, String> newNames() {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String name : names) {
            int equals = name.indexOf('=');
            String archived = equals < 0 ? name : name.substring(0, equals);
            if (byName.put(archived, name.substring(equals + 1)) != null) {
                throw new UsageException("The collection '" + archived + "' is named twice.");
            }
        }
        return byName;
    }

    private List<String> restore(Database database, RestoreOptions options, BytesShown progress) {
        if (!Files.isDirectory(place)) {
            return database.snapshots().restore(place, options, progress);
        }
        long wanted = wanted(database.snapshots().backups(place));
        return database.snapshots().restoreBackup(place, wanted, options, progress);
    }

    private long wanted(List<Backup> backups) {
        if (backups.isEmpty()) {
            throw DbException.notFound("There are no backups in " + place + ".");
        }
        List<Long> numbers = backups.stream().map(Backup::number).toList();
        if (number != null && !numbers.contains(number)) {
            throw DbException.notFound(
                    "There is no backup "
                            + number
                            + " in "
                            + place
                            + "; there is "
                            + numbers
                            + ".");
        }
        return number == null ? numbers.getLast() : number;
    }
}
