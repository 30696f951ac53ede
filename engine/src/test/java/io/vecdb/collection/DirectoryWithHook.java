package io.vecdb.collection;

import io.vecdb.storage.Directory;
import io.vecdb.storage.ForwardingDirectory;
import io.vecdb.storage.OutputFile;

import java.io.IOException;
import java.util.function.Predicate;

/// A directory that does something else first when a file of a certain name is to be written, once:
/// so a test gets into the middle of a job, on the job's own thread.
final class DirectoryWithHook extends ForwardingDirectory {
    private Predicate<String> names = name -> false;
    private Hook hook = () -> {};

    DirectoryWithHook(Directory directory) {
        super(directory);
    }

    /// What is done in place of a file's creation if it throws.
    interface Hook {
        void run() throws IOException;
    }

    /// @param wanted names of files
    void beforeWriting(Predicate<String> wanted, Hook action) {
        names = wanted;
        hook = action;
    }

    /// Forgets what was to be done.
    void disarm() {
        names = name -> false;
    }

    @Override
    public OutputFile create(String name) throws IOException {
        if (names.test(name)) {
            disarm();
            hook.run();
        }
        return super.create(name);
    }
}
