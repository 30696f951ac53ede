package io.vecdb.wal;

import io.vecdb.storage.Directory;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.InputFile;
import io.vecdb.storage.OutputFile;
import io.vecdb.storage.StorageErrors;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log files of one folder, by number. A file gets its name only once its header is durable, so
/// that a file that has its name has a header. Before, and when it is not needed any more, it has a
/// name that opening the log passes over.
///
/// @param directory where the folder is
/// @param folder its name
record WalFiles(Directory directory, String folder) {
    private static final Pattern NAME = Pattern.compile("wal-([0-9]{10})\\.log");
    private static final Pattern DRAFT_OR_FREE = Pattern.compile("wal-[0-9]{10}\\.(tmp|free)");

    /// A finished log file.
    ///
    /// @param number in its name
    /// @param lastSequence of its last record that counts
    /// @param bytes its length
    record LogFile(int number, long lastSequence, long bytes) {}

    String name(int number) {
        return name(number, "log");
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

    /// Begins a log file, durably, and opens it behind its header.
    ///
    /// @param free a file to be used again, whose old name is durably gone; null for a new one
    OutputFile begin(WalHeader header, @Nullable LogFile free) throws IOException {
        String draft = name(header.number(), "tmp");
        if (free != null) {
            draft = name(free.number(), "free");
        }
        try (OutputFile file =
                free == null ? directory.create(draft) : directory.overwrite(draft, 0)) {
            file.write(ByteBuffer.wrap(header.toBytes()));
            file.sync();
        }
        publish(draft, header);
        return directory.overwrite(name(header.number()), FileHeader.BYTES);
    }

    /// Creates a log file under a name that opening the log passes over, and writes its header.
    OutputFile draft(WalHeader header) throws IOException {
        OutputFile draft = directory.create(name(header.number(), "tmp"));
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
        publish(name(header.number(), "tmp"), header);
    }

    private void publish(String draft, WalHeader header) throws IOException {
        directory.rename(draft, name(header.number()));
        directory.sync(folder);
    }

    /// Takes a log file's name away. Until the folder was synced, power loss may bring it back.
    void free(int number) {
        try {
            directory.rename(name(number), name(number, "free"));
        } catch (IOException e) {
            throw StorageErrors.io("rename", name(number), e);
        }
    }

    /// Deletes a log file; not durable, since recovery knows a file that is not needed.
    void delete(int number) {
        delete(name(number));
    }

    /// Deletes a file that was freed.
    void deleteFree(int number) {
        delete(name(number, "free"));
    }

    /// Deletes the drafts and the free files that a process left behind when it ended.
    void deleteNameless() {
        for (String name : names()) {
            if (DRAFT_OR_FREE.matcher(name).matches()) {
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

    private String name(int number, String ending) {
        return path(String.format(Locale.ROOT, "wal-%010d.%s", number, ending));
    }

    private String path(String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
