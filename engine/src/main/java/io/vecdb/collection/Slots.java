package io.vecdb.collection;

import io.vecdb.api.Arguments;
import io.vecdb.api.CollectionState;
import io.vecdb.api.Damage;
import io.vecdb.api.DatabaseMemory;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.MemoryUsage;
import io.vecdb.memory.MemoryBudget;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The collections of an open database by name, usable or not. Thread-safe.
final class Slots {
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();

    /// Puts a collection there, and returns what was there before.
    @Nullable Slot put(String name, Slot slot) {
        return slots.put(name, slot);
    }

    void remove(String name) {
        slots.remove(name);
    }

    boolean contains(String name) {
        return slots.containsKey(given(name));
    }

    @Nullable Slot get(String name) {
        return slots.get(given(name));
    }

    /// @throws DbException NOT_FOUND
    Slot require(String name) {
        Slot slot = get(name);
        if (slot == null) {
            throw noSuch(name);
        }
        return slot;
    }

    /// @throws DbException NOT_FOUND; the reason if it cannot be used
    Slot.Open requireUsable(String name) {
        return switch (require(name)) {
            case Slot.Open open -> open;
            case Slot.Failed failed ->
                    throw new DbException(
                            failed.reason().code(),
                            "The collection '"
                                    + name
                                    + "' cannot be used: "
                                    + failed.reason().getMessage()
                                    + advice(failed.reason()),
                            failed.reason());
        };
    }

    private static String advice(DbException reason) {
        return reason.code() == ErrorCode.CORRUPT
                ? " Verify it to see all that is damaged; then restore it from a snapshot, or"
                        + " repair it, which gives up what cannot be read."
                : "";
    }

    DbException noSuch(String name) {
        return DbException.notFound(
                "There is no collection '"
                        + name
                        + "'; there is "
                        + (slots.isEmpty() ? "none" : names())
                        + ".");
    }

    /// All names, sorted.
    List<String> names() {
        return slots.keySet().stream().sorted().toList();
    }

    /// Those that are open.
    List<Shard> shards() {
        List<Shard> shards = new ArrayList<>();
        for (Slot slot : slots.values()) {
            if (slot instanceof Slot.Open open) {
                shards.add(open.shard());
            }
        }
        return shards;
    }

    /// Closes those that are open, for an opening that failed: that is told, and nothing else.
    void abandon() {
        for (Shard shard : shards()) {
            try {
                shard.abandon();
            } catch (DbException e) {
                LOG.warn("A collection was not closed well.", e);
            }
        }
    }

    /// Those that are open, to be read for damage.
    List<Scrubber.Subject> subjects() {
        return shards().stream()
                .map(shard -> new Scrubber.Subject(shard.views(), shard::checkRest))
                .toList();
    }

    /// See [io.vecdb.api.Database#states].
    ///
    /// @param damages what reading in the background found in the files of all
    List<CollectionState> states(List<Damage> damages) {
        List<CollectionState> states = new ArrayList<>();
        for (Map.Entry<String, Slot> entry : new TreeMap<>(slots).entrySet()) {
            String name = entry.getKey();
            String folder = entry.getValue().folder().path() + "/";
            List<Damage> found =
                    damages.stream()
                            .filter(damage -> (damage.file() + "/").startsWith(folder))
                            .toList();
            states.add(
                    switch (entry.getValue()) {
                        case Slot.Open open ->
                                new CollectionState(name, null, open.shard().recovery(), found);
                        case Slot.Failed failed ->
                                new CollectionState(name, failed.reason(), null, found);
                    });
        }
        return List.copyOf(states);
    }

    /// What they take of a budget, and the accounts of those that are open.
    DatabaseMemory memory(MemoryBudget budget) {
        Map<String, MemoryUsage> accounts = new TreeMap<>();
        slots.forEach((name, slot) -> {
            if (slot instanceof Slot.Open open) {
                accounts.put(name, open.collection().memory());
            }
        });
        return new DatabaseMemory(
                budget.limitBytes(), budget.usedBytes(), budget.blocks().spareBytes(), accounts);
    }

    private static String given(String name) {
        return Arguments.given(name, "a collection's name");
    }
}
