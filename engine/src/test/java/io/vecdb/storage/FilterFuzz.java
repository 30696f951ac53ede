package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Value;
import io.vecdb.fuzz.FuzzTarget;

import java.util.List;
import java.util.Map;

/// A stored value that is taken for a filter, in either spelling.
public final class FilterFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        Map<String, Object> match = Map.of("key", "a[].b", "match", Map.of("any", List.of(1, "x")));
        Map<String, Object> range = Map.of("key", "n", "range", Map.of("gte", 1, "lt", 2.5));
        Map<String, Object> nested =
                Map.of("nested", Map.of("key", "list", "filter", Map.of("must", List.of(match))));
        return List.of(
                seed(Map.of("must", List.of(match, range), "must_not", List.of(nested))),
                seed(Map.of("should", List.of(Map.of("has_id", List.of(1, "x")), range))),
                seed(Map.of("$and", List.of(Map.of("a", 1), Map.of("b", Map.of("$gt", 2))))),
                seed(Map.of("$or", List.of(Map.of("a", Map.of("$in", List.of(1, "x", true)))))),
                seed(Map.of("a.b", Map.of("$exists", true), "$id", List.of(7))));
    }

    private static byte[] seed(Map<String, Object> filter) {
        ByteWriter out = new ByteWriter();
        ValueCodec.write(out, Value.of(filter));
        return out.toByteArray();
    }

    @Override
    public void read(byte[] input) {
        try {
            Filter filter = Filter.parse(ValueCodec.read(new ByteReader(input, "filter")));
            assertThat(Filter.parse(filter.toValue())).isEqualTo(filter);
        } catch (DbException e) {
            assertThat(e.code())
                    .isIn(
                            ErrorCode.CORRUPT,
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.LIMIT_EXCEEDED,
                            ErrorCode.UNSUPPORTED);
        }
    }
}
