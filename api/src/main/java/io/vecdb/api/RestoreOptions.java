package io.vecdb.api;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/// Which collections are restored, and how.
///
/// @param names the new name by the name in the archive; all collections under the names that they
///   had if empty
/// @param replace whether collections that have these names now are dropped at the same moment
public record RestoreOptions(Map<String, String> names, boolean replace) {
    /// All collections, under their names; none may be there.
    public static final RestoreOptions ALL = new RestoreOptions(Map.of(), false);

    /// Copies the map.
    ///
    /// @throws DbException INVALID_ARGUMENT if a new name is not allowed, or given twice
    public RestoreOptions {
        names = Arguments.map(names, "the names of what is restored");
        if (new HashSet<>(names.values()).size() < names.size()) {
            throw DbException.invalid(
                    "Two collections cannot be restored under one name: " + names + ".");
        }
        names.values().forEach(name -> CollectionConfig.requireName("collection", name));
    }

    /// With one more collection, under the name that it had.
    public RestoreOptions collection(String name) {
        return collection(name, name);
    }

    /// With one more collection, under another name.
    public RestoreOptions collection(String archived, String name) {
        Map<String, String> more = new HashMap<>(names);
        more.put(archived, name);
        return new RestoreOptions(more, replace);
    }

    /// In place of those that have the names now.
    public RestoreOptions replacing() {
        return new RestoreOptions(names, true);
    }
}
