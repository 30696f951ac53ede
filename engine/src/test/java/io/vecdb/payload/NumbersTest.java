package io.vecdb.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class NumbersTest {
    @Test
    void comparisonIsThatOfTheExactValues() {
        List<Value> numbers = numbers(3);
        for (Value a : numbers) {
            for (Value b : numbers) {
                assertThat(Integer.signum(Numbers.compare(a, b)))
                        .as("%s, %s", a, b)
                        .isEqualTo(exact(a).compareTo(exact(b)));
            }
        }
    }

    @Test
    void equalNumbersHaveOneCanonicalForm() {
        List<Value> numbers = numbers(4);
        for (Value a : numbers) {
            for (Value b : numbers) {
                assertThat(Numbers.canonical(a).equals(Numbers.canonical(b)))
                        .as("%s, %s", a, b)
                        .isEqualTo(exact(a).compareTo(exact(b)) == 0);
            }
        }
        assertThat(Numbers.canonical(new Value.Real(-0.0))).isEqualTo(new Value.Int(0));
        assertThat(Numbers.canonical(new Value.Text("1"))).isEqualTo(new Value.Text("1"));
    }

    @Test
    void orderOfSortableBitsIsThatOfTheDoubles() {
        List<Double> doubles = new ArrayList<>();
        for (Value number : numbers(5)) {
            if (number instanceof Value.Real real) {
                doubles.add(real.value());
            }
        }
        for (double a : doubles) {
            for (double b : doubles) {
                assertThat(Long.compare(NumberIndex.sortable(a), NumberIndex.sortable(b)))
                        .as("%s, %s", a, b)
                        .isEqualTo(Double.compare(a, b));
            }
        }
    }

    /// Edges of both types, their neighbours, and random numbers of every magnitude.
    private static List<Value> numbers(long seed) {
        Random random = new Random(seed);
        List<Value> numbers = new ArrayList<>();
        for (double edge :
                new double[] {0, 0.5, 1, 1.5, 0x1p52, 0x1p53, 0x1p62, 0x1p63, 1e300, 0x1p-1074}) {
            for (double number : new double[] {edge, Math.nextUp(edge), Math.nextDown(edge)}) {
                numbers.add(new Value.Real(number));
                numbers.add(new Value.Real(-number));
                numbers.add(new Value.Int((long) number));
                numbers.add(new Value.Int((long) -number));
                numbers.add(new Value.Int((long) number + 1));
            }
        }
        numbers.add(new Value.Real(Double.MAX_VALUE));
        numbers.add(new Value.Real(-Double.MAX_VALUE));
        for (int i = 0; i < 150; i++) {
            long whole = random.nextLong() >> random.nextInt(64);
            numbers.add(new Value.Int(whole));
            numbers.add(new Value.Real(whole));
            numbers.add(new Value.Real(whole / 1024.0));
        }
        return numbers;
    }

    private static BigDecimal exact(Value number) {
        return switch (number) {
            case Value.Int whole -> BigDecimal.valueOf(whole.value());
            case Value.Real real -> new BigDecimal(real.value());
            case Value.Null n -> throw new AssertionError(n);
            case Value.Bool b -> throw new AssertionError(b);
            case Value.Text text -> throw new AssertionError(text);
            case Value.Array array -> throw new AssertionError(array);
            case Value.Struct struct -> throw new AssertionError(struct);
        };
    }
}
