package io.vecdb.payload;

import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Value;
import io.vecdb.storage.DamageList;

import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The index of one field: answers a condition on it with the rows that surely match and those that
/// may. Rows whose values are not covered by the index's type may match what its type cannot
/// answer. Thread-safe.
///
/// @param type what is indexed
/// @param presence what the field is in each row
/// @param values where the values are found
record FieldIndex(PayloadIndexType type, Presence presence, ValueIndex values) {
    /// Reads every part and adds what is wrong.
    void verify(DamageList found) {
        presence.verify(found);
        values.verify(found);
    }

    Candidates equal(Value value) {
        return values.covers(value)
                ? Candidates.exactly(values.equalTo(value))
                : Candidates.between(new RoaringBitmap(), presence.other());
    }

    Candidates in(List<Value> wanted) {
        Set<Value> covered = covered(wanted);
        RoaringBitmap found = union(covered);
        return covered.size() == distinct(wanted).size()
                ? Candidates.exactly(found)
                : Candidates.between(found, RoaringBitmap.or(found, presence.other()));
    }

    /// The rows with a value that is none of `unwanted`. A row in which unwanted values were found
    /// has another for certain if it has several and only one value is unwanted. A value that is
    /// not covered is another for certain if all that is unwanted is covered.
    Candidates except(List<Value> unwanted) {
        Set<Value> covered = covered(unwanted);
        RoaringBitmap found = union(covered);
        RoaringBitmap without = RoaringBitmap.andNot(presence.covered(), found);
        RoaringBitmap foundAmongSeveral = RoaringBitmap.and(presence.several(), found);
        RoaringBitmap other = presence.other();

        RoaringBitmap sure = without.clone();
        if (covered.size() == 1) {
            sure.or(foundAmongSeveral);
        }
        if (covered.size() == distinct(unwanted).size()) {
            sure.or(other);
        }
        RoaringBitmap rows = without;
        rows.or(foundAmongSeveral);
        rows.or(other);
        return Candidates.between(sure, rows);
    }

    Candidates within(Filter.Bounds bounds) {
        RoaringBitmap rows = values.within(bounds);
        return rows == null
                ? Candidates.between(new RoaringBitmap(), presence.other())
                : Candidates.exactly(rows);
    }

    Candidates existing() {
        return Candidates.exactly(presence.existing());
    }

    Candidates isNull() {
        return Candidates.exactly(presence.nulls());
    }

    Candidates isEmpty() {
        return Candidates.exactly(presence.empty());
    }

    private static Set<Value> distinct(List<Value> wanted) {
        Set<Value> distinct = new LinkedHashSet<>();
        wanted.forEach(value -> distinct.add(Numbers.canonical(value)));
        return distinct;
    }

    private Set<Value> covered(List<Value> wanted) {
        Set<Value> covered = distinct(wanted);
        covered.removeIf(value -> !values.covers(value));
        return covered;
    }

    private RoaringBitmap union(Set<Value> covered) {
        List<RoaringBitmap> found = new ArrayList<>(covered.size());
        covered.forEach(value -> found.add(values.equalTo(value)));
        return FastAggregation.or(found.iterator());
    }
}
