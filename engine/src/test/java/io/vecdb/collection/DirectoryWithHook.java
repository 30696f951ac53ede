package io.vecdb.collection;

import io.vecdb.storage.Directory;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/// A directory that does something else first when a file of a certain name is to be written, once:
/// so a test gets into the middle of a job, on the job's own thread.
final class DirectoryWithHook implements Directory {
    private final Directory directory;
    private Predicate<String> names = name -> false;
    private Runnable hook = () -> {};

    DirectoryWithHook(Directory directory) {
        this.directory = directory;
    }

    /// @param wanted names of files
    void beforeWriting(Predicate<String> wanted, Runnable action) {
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
        return directory.create(name);
    }

    @Override
    public OutputFile overwrite(String name, long from) throws IOException {
        return directory.overwrite(name, from);
    }

    @Override
    public InputFile read(String name) throws IOException {
        return directory.read(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return directory.list(folder);
    }

    @Override
    public void delete(String name) throws IOException {
        directory.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        directory.rename(from, to);
    }

    @Override
    public void sync(String folder) throws IOException {
        directory.sync(folder);
    }

    @Override
    public void close() {
        directory.close();
    }
}
