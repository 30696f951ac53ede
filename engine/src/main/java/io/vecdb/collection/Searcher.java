package io.vecdb.collection;

import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.Metric;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.VectorConfig;
import io.vecdb.distance.Normalizer;
import io.vecdb.distance.Scorer;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.planner.PlanExecutor;
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

    /// @param vectors for each query its dense vector
    List<List<Hit>> search(List<Query> queries, List<float[]> vectors) {
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < queries.size(); i++) {
            groups.computeIfAbsent(Group.of(queries.get(i)), group -> new ArrayList<>()).add(i);
        }
        List<List<Hit>> answers = new ArrayList<>(queries.size());
        queries.forEach(query -> answers.add(List.of()));
        groups.forEach((group, members) -> {
            Metric metric = intake.field(group.field, "The query").metric();
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
        VectorConfig config = intake.field(group.field, "The query");
        List<IndexQuery> asked = new ArrayList<>(members.size());
        List<List<Candidate>> found = new ArrayList<>(members.size());
        for (int member : members) {
            Query query = queries.get(member);
            int k = query.params().offset() + query.limit();
            int ef = group.ef == null ? 0 : group.ef;
            asked.add(new IndexQuery(prepared(vectors.get(member), config), k, ef));
            found.add(new ArrayList<>());
        }
        for (Segment segment : view.segments().newestFirst()) {
            List<Neighbors> nearest =
                    PlanExecutor.search(
                            segment.field(group.field, view.sequence()),
                            asked,
                            segment.matching(group.filter, group.field, view.sequence()),
                            group.exact);
            for (int i = 0; i < nearest.size(); i++) {
                Neighbors rows = nearest.get(i);
                for (int rank = 0; rank < rows.size(); rank++) {
                    found.get(i)
                            .add(new Candidate(rows.distances()[rank], segment, rows.rows()[rank]));
                }
            }
        }
        return found;
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

    /// Nearer first; equally near ones in the order of their ids, so that answers do not depend on
    /// how points are spread over segments.
    private static int compare(Candidate a, Candidate b) {
        int byDistance = Float.compare(a.distance, b.distance);
        return byDistance != 0 ? byDistance : a.id().compareTo(b.id());
    }
}
