package io.vecdb.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;

import io.vecdb.api.DbException;
import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ValueJsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(
                        ValueJson.parse(
                                """
                                {"n": null, "t": true, "i": -7, "r": 0.5, "s": "ä\\n🐦",
                                 "l": [1, [], {}], "": {"x": 1e2}}
                                """))
                .isEqualTo(
                        new Value.Struct(
                                Value.fields(
                                        Map.of(
                                                "n",
                                                new Value.Null(),
                                                "t",
                                                true,
                                                "i",
                                                -7,
                                                "r",
                                                0.5,
                                                "s",
                                                "ä\n🐦",
                                                "l",
                                                List.of(1, List.of(), Map.of()),
                                                "",
                                                Map.of("x", 100.0)))));
    }

    @Test
    void keepsWholeNumbersOf64BitsExactAndRoundsLargerOnes() {
        assertThat(ValueJson.parse("9223372036854775807")).isEqualTo(new Value.Int(Long.MAX_VALUE));
        assertThat(ValueJson.parse("-9223372036854775808"))
                .isEqualTo(new Value.Int(Long.MIN_VALUE));
        assertThat(ValueJson.parse("9223372036854775808")).isEqualTo(new Value.Real(0x1p63));
        assertThat(ValueJson.parse("1.0")).as("a fraction").isEqualTo(new Value.Real(1));
    }

    @Test
    void keepsTheOrderOfFields() {
        var read = (Value.Struct) ValueJson.parse("{\"b\": 1, \"a\": 2, \"c\": 3}");

        assertThat(read.fields().keySet()).containsExactly("b", "a", "c");
    }

    @Test
    void refusesNumbersBeyondADouble() {
        assertThatThrownBy(() -> ValueJson.parse("[1e999]"))
                .isInstanceOf(DbException.class)
                .hasMessageContaining("finite");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsBackWhatItWrites(long seed) throws IOException {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Value value = random(random, 0);

            assertThat(ValueJson.parse(written(value)))
                    .as("seed %d, %s", seed, value)
                    .isEqualTo(value);
        }
    }

    @Test
    void writesWhatValuesSayOfThemselves() throws IOException {
        Value value = ValueJson.parse("{\"a\": [1, 2.5, null, true, \"x\\\"y\"], \"b\": {}}");

        assertThat(written(value)).isEqualTo(value.toString());
    }

    private static String written(Value value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(bytes)) {
            ValueJson.write(value, out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Value random(Random random, int depth) {
        return switch (random.nextInt(depth > 5 ? 5 : 7)) {
            case 0 -> new Value.Null();
            case 1 -> new Value.Bool(random.nextBoolean());
            case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
            case 3 ->
                    new Value.Real(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
            case 4 -> new Value.Text(text(random));
            case 5 -> {
                List<Value> items = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    items.add(random(random, depth + 1));
                }
                yield new Value.Array(items);
            }
            default -> {
                Map<String, Value> fields = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    fields.put(text(random), random(random, depth + 1));
                }
                yield new Value.Struct(fields);
            }
        };
    }

    /// Any characters but lone surrogates, control characters and quotes among them.
    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int[] ends = {0x30, 0x80, 0x800, 0xd800, 0x110000};
            int c = random.nextInt(ends[random.nextInt(ends.length)]);
            text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
        }
        return text.toString();
    }
}
