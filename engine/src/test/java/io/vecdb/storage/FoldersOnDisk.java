package io.vecdb.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Every folder outside of a database is one and the same folder of the disk that the database is
/// on, so that one count of calls, and one loss of power, goes over both.
///
/// @param disk where it is
public record FoldersOnDisk(FaultyDirectory disk) implements Folders {
    /// Its name on the disk.
    public static final String NAME = "outside";

    @Override
    public Directory shared(Path folder) {
        return new Below(disk);
    }

    @Override
    public Directory own(Path folder) {
        return new Below(disk);
    }

    private record Below(FaultyDirectory disk) implements Directory {
        private static String below(String name) {
            return name.isEmpty() ? NAME : NAME + "/" + name;
        }

        @Override
        public OutputFile create(String name) throws IOException {
            return disk.create(below(name));
        }

        @Override
        public OutputFile overwrite(String name, long from) throws IOException {
            return disk.overwrite(below(name), from);
        }

        @Override
        public InputFile read(String name) throws IOException {
            return disk.read(below(name));
        }

        @Override
        public List<String> list(String folder) throws IOException {
            return disk.list(below(folder));
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(below(name));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(below(from), below(to));
        }

        @Override
        public void sync(String folder) throws IOException {
            disk.sync(below(folder));
        }

        @Override
        public void close() {}
    }
}
