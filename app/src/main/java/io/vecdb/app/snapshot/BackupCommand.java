package io.vecdb.app.snapshot;

import io.vecdb.api.Backup;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;

/// `vecdb snapshot backup`.
@Command(
        name = "backup",
        description = "Add a backup to a folder, copying only what no earlier one has.")
final class BackupCommand implements Callable<Integer> {
    private final Session session;

    @Mixin private DataOption data = new DataOption();

    @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder of the backups.")
    private Path folder = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "NAME",
            arity = "0..*",
            description = "The collections; all of them if none is named.")
    private Set<String> names = Set.of();

    BackupCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Backup backup;
        try (Workspace workspace = Workspace.open(session, data.existingFolder());
                BytesShown progress = new BytesShown(session, "backup")) {
            backup = workspace.database().snapshots().backup(folder, names, progress);
        }
        if (session.json()) {
            session.print(SnapshotReport.json(backup));
        } else {
            session.print(
                    "Backup "
                            + backup.number()
                            + " in "
                            + folder
                            + ": copied "
                            + Quantity.count(backup.copiedFiles())
                            + " files, "
                            + Quantity.bytes(backup.copiedBytes())
                            + ".");
            SnapshotReport.lines(backup.contents()).forEach(session::print);
        }
        return 0;
    }
}
