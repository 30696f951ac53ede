package io.vecdb.storage;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with one file, as far as anybody will read it: the first [#MOST] findings. Not
/// thread-safe.
public final class DamageList {
    /// Findings that are kept.
    public static final int MOST = 100;

    private final String file;
    private final List<Damage> found = new ArrayList<>();

    /// @param file the file's name
    public DamageList(String file) {
        this.file = file;
    }

    /// Adds a finding, unless there are enough.
    public void add(Damage damage) {
        if (!isFull()) {
            found.add(damage);
        }
    }

    /// Whether there are as many findings as are kept: looking for more is of no use.
    public boolean isFull() {
        return found.size() == MOST;
    }

    /// Whether nothing was found.
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// What was found, in that order.
    public List<Damage> found() {
        return List.copyOf(found);
    }

    /// Reads something of the file and adds the damage that this meets.
    ///
    /// @return whether there was none
    /// @throws DbException if it is no damage that kept it from being read
    public boolean reads(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (DbException e) {
            if (e.code() != ErrorCode.CORRUPT && e.code() != ErrorCode.UNSUPPORTED_FORMAT) {
                throw e;
            }
            Damage damage = e.damage();
            add(damage == null ? new Damage(file, 0, String.valueOf(e.getMessage())) : damage);
            return false;
        }
    }
}
