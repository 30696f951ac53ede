package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.Folder;
import io.vecdb.storage.Manifests;
import io.vecdb.storage.Manifests.Loaded;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Looks for the newest manifest of a folder that can be used, for a repair: opening takes the
/// newest or none. Not thread-safe.
final class ManifestSearch {
    private final Folder folder;
    private final Manifests manifests;
    private final List<Damage> damages = new ArrayList<>();

    ManifestSearch(Folder folder, Manifests manifests) {
        this.folder = folder;
        this.manifests = manifests;
    }

    /// The newest that can be used; the next commit takes the place of all newer ones.
    ///
    /// @param use reads one; refuses it with CORRUPT
    /// @return null if there is none
    /// @throws DbException UNSUPPORTED_FORMAT if a newer release wrote one that comes before it,
    ///   which is no damage; IO_ERROR
    <T> @Nullable T newest(Function<Loaded, T> use) {
        for (long generation : manifests.generations()) {
            try {
                return use.apply(manifests.load(generation));
            } catch (DbException e) {
                if (e.code() != ErrorCode.CORRUPT) {
                    throw e;
                }
                damages.add(damage(generation, e));
            }
        }
        return null;
    }

    private Damage damage(long generation, DbException refused) {
        Damage damage = refused.damage();
        String file = folder.path(Manifests.name(generation));
        return damage == null ? new Damage(file, 0, String.valueOf(refused.getMessage())) : damage;
    }

    /// What is wrong with those that were passed over; empty if the newest one can be used.
    List<Damage> damages() {
        return List.copyOf(damages);
    }
}
