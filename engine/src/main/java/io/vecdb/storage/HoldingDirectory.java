package io.vecdb.storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A directory whose files can be held: deleting one, or a folder with one in it, waits until
/// nobody holds it any more. So whoever copies files need not be known to those who replace them.
/// If the process ends first, the files stay for the next one to clear up. Thread-safe.
public final class HoldingDirectory extends ForwardingDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(HoldingDirectory.class);

    /// How often each file is held. Guarded by this.
    private final Map<String, Integer> held = new HashMap<>();

    /// What is to be deleted once it is not held. Guarded by this.
    private final Set<String> doomed = new LinkedHashSet<>();

    /// @param directory where the files are; closed with this one
    public HoldingDirectory(Directory directory) {
        super(directory);
    }

    /// Files that stay until this is closed.
    public interface Hold extends AutoCloseable {
        /// Lets the files be deleted; what was to be deleted meanwhile is. A second call does
        /// nothing.
        @Override
        void close();
    }

    /// Holds files, which must exist.
    public synchronized Hold hold(Collection<String> names) {
        List<String> files = new ArrayList<>(names);
        files.forEach(name -> held.merge(name, 1, Integer::sum));
        return () -> {
            List<String> given;
            synchronized (this) {
                given = List.copyOf(files);
                files.clear();
            }
            release(given);
        };
    }

    private void release(List<String> names) {
        List<String> free = new ArrayList<>();
        synchronized (this) {
            names.forEach(name ->
                    held.computeIfPresent(name, (key, times) -> times == 1 ? null : times - 1));
            for (Iterator<String> rest = doomed.iterator(); rest.hasNext(); ) {
                String name = rest.next();
                if (!isHeld(name)) {
                    rest.remove();
                    free.add(name);
                }
            }
        }
        Folder root = new Folder(this, "");
        for (String name : free) {
            if (exists(name)) {
                root.deleteOrLeave(name);
            }
        }
    }

    /// Whether a name, or one in the folder of this name, is held.
    private boolean isHeld(String name) {
        String inside = name + "/";
        return held.keySet().stream()
                .anyMatch(file -> file.equals(name) || file.startsWith(inside));
    }

    /// A file may be gone with its folder by now.
    private boolean exists(String name) {
        int slash = name.lastIndexOf('/');
        String folder = slash < 0 ? "" : name.substring(0, slash);
        try {
            return list(folder).contains(name.substring(slash + 1));
        } catch (IOException e) {
            LOG.warn("Could not look for '{}': {}", name, StorageErrors.reason(e));
            return false;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        synchronized (this) {
            if (isHeld(name)) {
                doomed.add(name);
                return;
            }
        }
        super.delete(name);
    }
}
