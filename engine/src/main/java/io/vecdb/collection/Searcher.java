package io.vecdb.collection;

import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Metric;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.VectorConfig;
import io.vecdb.distance.Normalizer;
import io.vecdb.distance.Scorer;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.planner.PlanExecutor;
import io.vecdb.segment.SearchableField;
import io.vecdb.segment.Segment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers searches on one read view: each segment gives its nearest rows, and the nearest of all
/// become hits. Queries that look at the same rows are answered together.
final class Searcher {
    /// How many rows a segment is asked for beyond those wanted, at most, to see the end of a run
    /// of equally near ones.
    private static final int TIES_MAX = 4_096;

    private final ReadView view;
    private final Intake intake;
    private final PointReader points;

    Searcher(ReadView view, Intake intake) {
        this.view = view;
        this.intake = intake;
        points = new PointReader(view.sequence());
    }

    /// What queries must have in common to be answered together.
    private record Group(String field, Filter filter, boolean exact, @Nullable Integer ef) {
        static Group of(Query query) {
            return new Group(
                    query.field(), query.filter(), query.params().exact(), query.params().ef());
        }
    }

    /// A row that may become a hit.
    private record Candidate(float distance, Segment segment, int row) {
        PointId id() {
            return segment.id(row);
        }
    }

    /// What of a segment is searched.
    private record Part(SearchableField field, AcceptSet accept, boolean exact) {
        List<Neighbors> search(List<IndexQuery> queries) {
            return PlanExecutor.search(field, queries, accept, exact);
        }

        /// Asks again for more while the last rows are equally near: which of them come first is
        /// decided by their ids, so all have to be known.
        Neighbors withTies(IndexQuery query, int wanted, Neighbors found) {
            Neighbors rows = found;
            int k = query.k();
            while (k > wanted
                    && rows.size() == k
                    && rows.distances()[k - 1] == rows.distances()[wanted - 1]
                    && k < wanted + TIES_MAX) {
                k = Math.min(2 * k, wanted + TIES_MAX);
                rows = search(List.of(new IndexQuery(query.vector(), k, query.ef()))).getFirst();
            }
            return rows;
        }
    }

    /// @param vectors for each query its dense vector
    List<List<Hit>> search(List<Query> queries, List<float[]> vectors) {
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < queries.size(); i++) {
            groups.computeIfAbsent(Group.of(queries.get(i)), group -> new ArrayList<>()).add(i);
        }
        List<List<Hit>> answers = new ArrayList<>(queries.size());
        queries.forEach(query -> answers.add(List.of()));
        groups.forEach((group, members) -> {
            Metric metric = intake.queried(group.field).metric();
            List<List<Candidate>> found = candidates(group, members, queries, vectors);
            for (int i = 0; i < members.size(); i++) {
                int query = members.get(i);
                answers.set(query, hits(queries.get(query), metric, found.get(i)));
            }
        });
        return answers;
    }

    private List<List<Candidate>> candidates(
            Group group, List<Integer> members, List<Query> queries, List<float[]> vectors) {
        VectorConfig config = intake.queried(group.field);
        List<IndexQuery> asked = new ArrayList<>(members.size());
        List<List<Candidate>> found = new ArrayList<>(members.size());
        for (int member : members) {
            Query query = queries.get(member);
            int k = wanted(query);
            int ef = group.ef == null ? 0 : group.ef;
            // One more than wanted tells whether the last one stands alone. An ef that leaves no
            // room for it is taken at its word.
            int extra = group.exact || ef == 0 || ef > k ? 1 : 0;
            asked.add(new IndexQuery(prepared(vectors.get(member), config), k + extra, ef));
            found.add(new ArrayList<>());
        }
        for (Segment segment : view.segments().newestFirst()) {
            if (segment.rowCount() == 0) {
                // The active segment of a collection that is only read.
                continue;
            }
            Part part =
                    new Part(
                            segment.field(group.field, view.sequence()),
                            segment.matching(group.filter, group.field, view.sequence()),
                            group.exact);
            List<Neighbors> nearest = part.search(asked);
            for (int i = 0; i < nearest.size(); i++) {
                int wanted = wanted(queries.get(members.get(i)));
                Neighbors rows = part.withTies(asked.get(i), wanted, nearest.get(i));
                for (int rank = 0; rank < rows.size(); rank++) {
                    found.get(i)
                            .add(new Candidate(rows.distances()[rank], segment, rows.rows()[rank]));
                }
            }
        }
        return found;
    }

    private static int wanted(Query query) {
        return query.params().offset() + query.limit();
    }

    private static float[] prepared(float[] vector, VectorConfig config) {
        if (config.metric() != Metric.COSINE) {
            return vector;
        }
        float[] normalised = new float[vector.length];
        Normalizer.normalize(vector, normalised);
        return normalised;
    }

    private List<Hit> hits(Query query, Metric metric, List<Candidate> found) {
        Candidate[] order = found.toArray(Candidate[]::new);
        Arrays.sort(order, Searcher::compare);
        int from = Math.min(query.params().offset(), order.length);
        int to = Math.min(from + query.limit(), order.length);
        Float threshold = query.params().scoreThreshold();
        List<Hit> hits = new ArrayList<>(to - from);
        for (Candidate candidate : Arrays.asList(order).subList(from, to)) {
            float score = Scorer.score(metric, candidate.distance);
            if (threshold != null && metric.nearer(threshold, score)) {
                break;
            }
            hits.add(
                    new Hit(score, points.read(candidate.segment, candidate.row, query.include())));
        }
        return List.copyOf(hits);
    }

    /// Nearer first; equally near ones in the order of their ids, so that exact answers do not
    /// depend on how points are spread over segments, as long as no more than [#TIES_MAX] are
    /// equally near.
    private static int compare(Candidate a, Candidate b) {
        int byDistance = Float.compare(a.distance, b.distance);
        return byDistance != 0 ? byDistance : a.id().compareTo(b.id());
    }
}
