package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.collection.DatabaseCatalog.Place;
import io.vecdb.storage.Directory;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Manifests;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes a list of collections again where the newest one cannot be read: from an older one, if
/// there is one, and from the folders that are there. Nothing but the list is written, and no
/// folder is lost: one whose name is not known is named after itself.
public final class CatalogRepair {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogRepair.class);

    private final Directory directory;
    private final Folder root;
    private final List<String> actions = new ArrayList<>();

    private CatalogRepair(Directory directory) {
        this.directory = directory;
        root = new Folder(directory, "");
    }

    /// Does it, unless the newest list can be read.
    ///
    /// @param directory the database's, which nobody has open; closed afterwards
    /// @return what was done, a sentence each; empty if nothing was wrong
    /// @throws DbException UNSUPPORTED_FORMAT if a newer release wrote the list, or a collection
    ///   that is to be put into it; IO_ERROR. Then nothing has changed
    public static List<String> run(Directory directory) {
        try (directory) {
            return new CatalogRepair(directory).run();
        }
    }

    private List<String> run() {
        Manifests manifests = DatabaseCatalog.manifests(directory);
        ManifestSearch search = new ManifestSearch(root, manifests);
        DatabaseCatalog older = search.newest(loaded -> DatabaseCatalog.decoded(manifests, loaded));
        boolean missing = older == null && search.damages().isEmpty();
        if (missing ? DatabaseCatalog.folders(root).isEmpty() : search.damages().isEmpty()) {
            return List.of();
        }
        DatabaseCatalog catalog = older;
        if (catalog == null) {
            manifests.beginAnew();
            catalog = new DatabaseCatalog(manifests);
        }
        for (Damage damage : search.damages()) {
            note(
                    "The list of collections '%s' cannot be read: %s."
                            .formatted(damage.file(), damage.finding()));
        }
        if (missing) {
            note("The list of collections is missing.");
        }
        note(
                older == null
                        ? "There is no older one; the names of all collections are lost."
                        : "An older one took its place, with the collections "
                                + older.places().keySet()
                                + ".");
        catalog.replace(places(catalog));
        return List.copyOf(actions);
    }

    private Map<String, Place> places(DatabaseCatalog catalog) {
        List<String> folders = DatabaseCatalog.folders(root);
        Map<String, Place> places = new TreeMap<>();
        Set<String> named = new HashSet<>();
        catalog.places()
                .forEach((name, place) -> {
                    if (folders.contains(place.path())) {
                        places.put(name, place);
                        named.add(place.path());
                    } else {
                        note(
                                "The collection '%s' was dropped or replaced later: its folder '%s' is gone."
                                        .formatted(name, place.path()));
                    }
                });
        for (String path : folders) {
            Long id = named.contains(path) ? null : idOf(path);
            if (id != null) {
                String name = path;
                while (places.containsKey(name)) {
                    name += "-found";
                }
                places.put(name, new Place(Long.parseLong(path.substring(2)), id));
                note(
                        ("The collection in the folder '%s' is called '%s' from now on: what it was"
                                        + " called is not known. It may be one that had just been"
                                        + " dropped.")
                                .formatted(path, name));
            }
        }
        return places;
    }

    /// The id of the collection in a folder; null if its creation was not finished. One whose
    /// manifests are all damaged keeps its place in the list under an id that nobody has.
    private @Nullable Long idOf(String path) {
        Folder folder = new Folder(directory, path);
        ManifestSearch search =
                new ManifestSearch(
                        folder, new Manifests(directory, path, CollectionManifest.FORMAT));
        Long id =
                search.newest(
                        loaded -> CollectionManifest.decode(ManifestBody.read(path, loaded)).id());
        return id == null && !search.damages().isEmpty() ? Long.valueOf(-1L) : id;
    }

    private void note(String action) {
        LOG.warn("{}", action);
        actions.add(action);
    }
}
