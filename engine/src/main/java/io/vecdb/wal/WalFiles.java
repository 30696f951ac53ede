package io.vecdb.wal;

import io.vecdb.storage.Directory;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;
import io.vecdb.storage.StorageErrors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log files of one folder, by number. A file gets its name only once its first bytes are
/// durable, so that a file that has its name has a header.
///
/// @param directory where the folder is
/// @param folder its name
record WalFiles(Directory directory, String folder) {
    private static final Pattern NAME = Pattern.compile("wal-([0-9]{10})\\.log");
    private static final Pattern DRAFT_NAME = Pattern.compile("wal-[0-9]{10}\\.tmp");

    /// A finished log file.
    ///
    /// @param number in its name
    /// @param lastSequence of its last record that counts
    /// @param bytes its length
    record LogFile(int number, long lastSequence, long bytes) {}

    String name(int number) {
        return path(String.format(Locale.ROOT, "wal-%010d.log", number));
    }

    /// The numbers of all log files, ascending.
    List<Integer> numbers() {
        return names().stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(matcher -> parse(matcher.group(), matcher.group(1)))
                .sorted()
                .toList();
    }

    InputFile map(int number) {
        try {
            return directory.read(name(number));
        } catch (IOException e) {
            throw StorageErrors.io("read", name(number), e);
        }
    }

    /// Creates a log file that ends behind its header, durably, for appending.
    OutputFile create(WalHeader header) throws IOException {
        try (OutputFile draft = draft(header)) {
            draft.sync();
        }
        publish(header);
        return directory.overwrite(name(header.number()), FileHeader.BYTES);
    }

    /// Creates a log file under a name that recovery ignores, and writes its header.
    OutputFile draft(WalHeader header) throws IOException {
        OutputFile draft = directory.create(draftName(header));
        try {
            draft.write(ByteBuffer.wrap(header.toBytes()));
            return draft;
        } catch (IOException e) {
            draft.close();
            throw e;
        }
    }

    /// Gives a draft that was synced and closed its name, durably.
    void publish(WalHeader header) throws IOException {
        directory.rename(draftName(header), name(header.number()));
        directory.sync(folder);
    }

    /// Deletes a log file; not durable, since recovery knows a file that is not needed.
    void delete(int number) {
        delete(name(number));
    }

    /// Deletes drafts that a crash left behind.
    void deleteDrafts() {
        for (String name : names()) {
            if (DRAFT_NAME.matcher(name).matches()) {
                delete(path(name));
            }
        }
    }

    /// Makes the names of all files durable.
    void sync() {
        try {
            directory.sync(folder);
        } catch (IOException e) {
            throw StorageErrors.io("sync the folder", folder, e);
        }
    }

    private void delete(String name) {
        try {
            directory.delete(name);
        } catch (IOException e) {
            throw StorageErrors.io("delete", name, e);
        }
    }

    private List<String> names() {
        try {
            return directory.list(folder);
        } catch (IOException e) {
            throw StorageErrors.io("list the folder", folder, e);
        }
    }

    private int parse(String name, String digits) {
        long number = Long.parseLong(digits);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw StorageErrors.corrupt(path(name), 0, "no log file has this number");
        }
        return (int) number;
    }

    private String draftName(WalHeader header) {
        return path(String.format(Locale.ROOT, "wal-%010d.tmp", header.number()));
    }

    private String path(String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
