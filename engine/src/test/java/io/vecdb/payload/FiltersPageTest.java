package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vecdb.api.DbException;
import io.vecdb.api.Filter;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs the examples of `docs/filters.md`: the first block of JSON holds the points, each other one
/// a filter. The line after one or more filters says what they all do: `Finds: 1, uuid`, `Finds
/// nothing.` or ``Refused: `message` ``.
class FiltersPageTest {
    private static final Path PAGE = Path.of("..", "docs", "filters.md");
    private static final Pattern PART =
            Pattern.compile(
                    "^```json\\n(?<json>.*?)^```$"
                            + "|^Finds: (?<ids>[^\\n]+)$"
                            + "|^(?<none>Finds nothing\\.)$"
                            + "|^Refused: `(?<message>[^\\n]+)`$",
                    Pattern.DOTALL | Pattern.MULTILINE);

    private final List<PointId> ids = new ArrayList<>();
    private final List<Map<String, Value>> payloads = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private int examples;

    @Test
    void examplesOfThePageDoWhatItSays() throws IOException {
        Matcher part = PART.matcher(Files.readString(PAGE).replace("\r", ""));
        assertThat(part.find()).isTrue();
        readPoints(json(part.group("json")));
        while (part.find()) {
            if (part.group("json") != null) {
                pending.add(part.group("json"));
            } else if (part.group("message") != null) {
                pending.forEach(filter -> assertRefused(filter, part.group("message")));
                pending.clear();
            } else {
                Set<String> found =
                        part.group("ids") == null
                                ? Set.of()
                                : Set.of(part.group("ids").split(", "));
                assertFound(found);
            }
        }
        assertThat(pending).as("examples without an answer").isEmpty();
        assertThat(examples).isGreaterThan(40);
    }

    private void readPoints(Value points) {
        for (Value point : ((Value.Array) points).items()) {
            Map<String, Value> fields = ((Value.Struct) point).fields();
            switch (fields.get("id")) {
                case Value.Int number -> ids.add(PointId.of(number.value()));
                case Value.Text text -> ids.add(PointId.of(text.value()));
                case null, default -> throw new AssertionError("no id: " + point);
            }
            if (fields.get("payload") instanceof Value.Struct payload) {
                payloads.add(payload.fields());
            }
        }
        assertThat(payloads).hasSameSizeAs(ids);
    }

    private void assertFound(Set<String> expected) {
        assertThat(pending).as("an answer without an example").isNotEmpty();
        List<Filter> filters = pending.stream().map(json -> Filter.parse(json(json))).toList();
        assertThat(new HashSet<>(filters)).as("%s mean the same", pending).hasSize(1);
        Filter filter = filters.getFirst();
        FilterMatcher matcher = FilterMatcher.of(filter);
        Set<String> found = new HashSet<>();
        for (int row = 0; row < ids.size(); row++) {
            if (matcher.matches(ids.get(row), payloads.get(row))) {
                found.add(name(ids.get(row)));
            }
        }
        assertThat(found).as("%s", pending).isEqualTo(expected);
        for (PayloadIndexType type : PayloadIndexType.values()) {
            assertThat(foundByIndexes(type, filter))
                    .as("%s, %s", type, pending)
                    .isEqualTo(expected);
        }
        examples += pending.size();
        pending.clear();
    }

    /// What is found when every field of the page has an index of this type.
    private Set<String> foundByIndexes(PayloadIndexType type, Filter filter) {
        PayloadIndexes indexes =
                IndexFiles.open(
                        Map.of(
                                "pos", type,
                                "price", type,
                                "tags", type,
                                "sold", type,
                                "address.city", type,
                                "offers[].shop", type,
                                "offers[].price", type),
                        payloads);
        FilterMatcher matcher = FilterMatcher.of(filter);
        Set<String> found = new HashSet<>();
        Candidates candidates = indexes.bind(filter, ids.size(), ids::indexOf);
        candidates.sure().forEach((int row) -> found.add(name(ids.get(row))));
        candidates
                .open()
                .forEach((int row) -> {
                    if (matcher.matches(ids.get(row), payloads.get(row))) {
                        found.add(name(ids.get(row)));
                    }
                });
        return found;
    }

    private static String name(PointId id) {
        return id instanceof PointId.Num ? id.toString() : "uuid";
    }

    private void assertRefused(String filter, String message) {
        Value value = json(filter);
        assertThatThrownBy(() -> Filter.parse(value))
                .as(filter)
                .isInstanceOf(DbException.class)
                .hasMessageStartingWith(message);
        examples++;
    }

    private static Value json(String text) {
        try {
            return Value.of(new ObjectMapper().readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
