package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ValueTest {
    @Test
    void javaObjectsBecomeValues() {
        assertThat(Value.of(null)).isEqualTo(new Value.Null());
        assertThat(Value.of(true)).isEqualTo(new Value.Bool(true));
        assertThat(Value.of((byte) 1)).isEqualTo(new Value.Int(1));
        assertThat(Value.of((short) 2)).isEqualTo(new Value.Int(2));
        assertThat(Value.of(3)).isEqualTo(new Value.Int(3));
        assertThat(Value.of(Long.MIN_VALUE)).isEqualTo(new Value.Int(Long.MIN_VALUE));
        assertThat(Value.of(0.5f)).isEqualTo(new Value.Real(0.5));
        assertThat(Value.of(1.0)).isEqualTo(new Value.Real(1.0));
        assertThat(Value.of(CharBuffer.wrap("text"))).isEqualTo(new Value.Text("text"));
        assertThat(Value.of(new Value.Int(4))).isEqualTo(new Value.Int(4));
        assertThat(Value.of(Arrays.asList(1, null, List.of("x"))))
                .isEqualTo(
                        new Value.Array(
                                List.of(
                                        new Value.Int(1),
                                        new Value.Null(),
                                        new Value.Array(List.of(new Value.Text("x"))))));
        assertThat(Value.of(Map.of("a", 1)))
                .isEqualTo(new Value.Struct(Map.of("a", new Value.Int(1))));
    }

    @Test
    void whatAPayloadCannotHoldIsRefused() {
        assertInvalid(() -> Value.of(new BigDecimal(1)), "cannot hold a java.math.BigDecimal; use");
        assertInvalid(() -> Value.of(List.of(new Object())), "cannot hold a java.lang.Object");
        assertInvalid(() -> Value.of(Map.of(1, 2)), "A payload key must be a string, not 1");
    }

    @Test
    void numbersAreFinite() {
        for (double number :
                new double[] {
                    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Float.NaN
                }) {
            assertInvalid(() -> Value.of(number), "must be finite, not " + number);
            assertInvalid(() -> Value.of((float) number), "must be finite, not " + number);
            assertInvalid(() -> new Value.Real(number), "must be finite");
        }
    }

    @Test
    void toStringIsJson() {
        String json =
                "{\"null\":null,\"list\":[true,1,-2.5,[],{}],"
                        + "\"text\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001f/é\"}";
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("null", null);
        fields.put("list", List.of(true, 1, -2.5, List.of(), Map.of()));
        fields.put("text", "\"\\\n\r\t\u0000\u001f/é");
        assertThat(Value.of(fields)).hasToString(json);
        assertThat(Json.read(json)).isEqualTo(Value.of(fields));
    }

    @Test
    void valuesKeepWhatTheyWereGivenWhenItsSourceChanges() {
        List<Value> items = new ArrayList<>(List.of(new Value.Int(1)));
        Map<String, Value> fields = new LinkedHashMap<>(Map.of("a", new Value.Int(1)));
        Value.Array array = new Value.Array(items);
        Value.Struct struct = new Value.Struct(fields);
        items.clear();
        fields.clear();
        assertThat(array.items()).hasSize(1);
        assertThat(struct.fields()).hasSize(1);
        assertThatThrownBy(() -> struct.fields().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void fieldsKeepTheirOrder() {
        Map<String, Integer> fields = new LinkedHashMap<>();
        for (String name : List.of("z", "a", "m", "b")) {
            fields.put(name, 1);
        }
        assertThat(Value.fields(fields).keySet()).containsExactly("z", "a", "m", "b");
        assertThat(Point.of(1, 0.5f).withPayload(fields).payload().keySet())
                .containsExactly("z", "a", "m", "b");
    }
}
