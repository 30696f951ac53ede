package io.vecdb.payload;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Value;

/// Compares the numbers of payloads by their exact values, whatever mix of whole numbers and
/// doubles they are: 2^53 + 1 is greater than the double 2^53, although its conversion is not.
final class Numbers {
    private static final double TWO_63 = 0x1p63;

    private Numbers() {}

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Real;
    }

    /// The form in which equal values are equal objects: a double that is a whole number in the
    /// range of `long` becomes an [Value.Int], so -0.0 becomes 0. Other values stay as they are.
    static Value canonical(Value value) {
        return value instanceof Value.Real real && isLong(real.value())
                ? new Value.Int((long) real.value())
                : value;
    }

    static boolean isLong(double number) {
        return number >= -TWO_63 && number < TWO_63 && number == Math.rint(number);
    }

    /// @param number a number
    /// @param bound a number
    static int compare(Value number, Value bound) {
        return switch (number) {
            case Value.Int whole -> compare(whole.value(), bound);
            case Value.Real real -> compare(real.value(), bound);
            case Value.Null n -> throw notANumber(n);
            case Value.Bool b -> throw notANumber(b);
            case Value.Text text -> throw notANumber(text);
            case Value.Array array -> throw notANumber(array);
            case Value.Struct struct -> throw notANumber(struct);
        };
    }

    /// @param bound a number
    static int compare(long number, Value bound) {
        return switch (bound) {
            case Value.Int other -> Long.compare(number, other.value());
            case Value.Real other -> compare(number, other.value());
            case Value.Null n -> throw notANumber(n);
            case Value.Bool b -> throw notANumber(b);
            case Value.Text text -> throw notANumber(text);
            case Value.Array array -> throw notANumber(array);
            case Value.Struct struct -> throw notANumber(struct);
        };
    }

    /// @param bound a number
    static int compare(double number, Value bound) {
        return switch (bound) {
            case Value.Int other -> -compare(other.value(), number);
            // + 0.0 makes -0.0 equal to 0.0
            case Value.Real other -> Double.compare(number + 0.0, other.value() + 0.0);
            case Value.Null n -> throw notANumber(n);
            case Value.Bool b -> throw notANumber(b);
            case Value.Text text -> throw notANumber(text);
            case Value.Array array -> throw notANumber(array);
            case Value.Struct struct -> throw notANumber(struct);
        };
    }

    private static int compare(long a, double b) {
        if (b >= TWO_63) {
            return -1;
        }
        if (b < -TWO_63) {
            return 1;
        }
        long whole = (long) b; // towards zero; exact, since doubles beyond 2^53 have no fraction
        return a != whole ? Long.compare(a, whole) : Double.compare(0.0, b - whole + 0.0);
    }

    private static DbException notANumber(Value value) {
        return new DbException(ErrorCode.INTERNAL, value + " is compared as a number.");
    }
}
