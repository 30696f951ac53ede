package io.vecdb.server.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;

import java.io.IOException;

/// Writes null for what JSON has no number for, NaN and the infinities, as servers of the dialect
/// do. Jackson would write strings, which no client reads as a number.
final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator target) {
        super(target);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        if (Float.isFinite(value)) {
            delegate.writeNumber(value);
        } else {
            delegate.writeNull();
        }
    }

    @Override
    public void writeNumber(double value) throws IOException {
        if (Double.isFinite(value)) {
            delegate.writeNumber(value);
        } else {
            delegate.writeNull();
        }
    }
}
