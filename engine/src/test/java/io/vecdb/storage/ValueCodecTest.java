package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.UUID;

final class ValueCodecTest {
    @Test
    void valuesAtTheEdgesOfTheirTypesAreReadAsTheyWereWritten() {
        Value value =
                Value.of(
                        Map.of(
                                "ints",
                                List.of(0, -1, 1, 63, 64, Long.MIN_VALUE, Long.MAX_VALUE),
                                "reals",
                                List.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -1e-300),
                                "texts",
                                List.of("", "\0", "\ufffd", "ä€😀", "x".repeat(100_000)),
                                "empty",
                                List.of(Map.of(), List.of()),
                                "",
                                List.of(true, false)));
        assertThat(roundTrip(value)).isEqualTo(value);
        assertThat(roundTrip(new Value.Null())).isEqualTo(new Value.Null());
    }

    @Test
    void fieldsKeepTheirOrder() {
        java.util.LinkedHashMap<String, Value> fields = new java.util.LinkedHashMap<>();
        for (int i = 50; i > 0; i--) {
            fields.put("field " + i, new Value.Int(i));
        }
        ByteWriter out = new ByteWriter();
        ValueCodec.writeFields(out, fields);
        Map<String, Value> read = ValueCodec.readFields(reader(out));
        assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(fields.keySet()));
    }

    @Test
    void nestingIsLimitedBothWays() {
        assertThat(roundTrip(nested(ValueCodec.DEPTH))).isEqualTo(nested(ValueCodec.DEPTH));
        requireCode(
                ErrorCode.LIMIT_EXCEEDED,
                () -> ValueCodec.write(new ByteWriter(), nested(ValueCodec.DEPTH + 1)));
        ByteWriter deep = new ByteWriter();
        for (int i = 0; i < 1_000_000; i++) {
            deep.putByte(6);
            deep.putByte(1);
        }
        requireCode(ErrorCode.CORRUPT, () -> ValueCodec.read(reader(deep)));
    }

    @Test
    void nestingOfObjectsIsLimitedBothWays() {
        Value.Struct fits = nestedObjects(ValueCodec.DEPTH);
        assertThat(roundTrip(fits)).isEqualTo(fits);
        Value.Struct tooDeep = nestedObjects(ValueCodec.DEPTH + 1);
        requireCode(ErrorCode.LIMIT_EXCEEDED, () -> ValueCodec.write(new ByteWriter(), tooDeep));
        requireCode(
                ErrorCode.LIMIT_EXCEEDED,
                () -> ValueCodec.writeFields(new ByteWriter(), tooDeep.fields()));
        ByteWriter deep = new ByteWriter();
        for (int i = 0; i < 1_000_000; i++) {
            deep.putByte(7);
            deep.putByte(1);
            deep.putByte(0);
        }
        requireCode(ErrorCode.CORRUPT, () -> ValueCodec.read(reader(deep)));
    }

    private static Value.Struct nestedObjects(int depth) {
        Value.Struct value = new Value.Struct(Map.of());
        for (int i = 1; i < depth; i++) {
            value = new Value.Struct(Map.of("a", value));
        }
        return value;
    }

    @Test
    void countsThatCannotBeTrueAllocateNothing() {
        for (int type : new int[] {5, 6, 7}) {
            for (long count : new long[] {100, Integer.MAX_VALUE, 1L << 40, -1}) {
                ByteWriter out = new ByteWriter();
                out.putByte(type);
                out.putVarLong(count);
                out.putLong(0);
                requireCode(ErrorCode.CORRUPT, () -> ValueCodec.read(reader(out)));
            }
        }
    }

    @Test
    void impossibleContentIsCorrupt() {
        ByteWriter nan = new ByteWriter();
        nan.putByte(4);
        nan.putDouble(Double.NaN);
        requireCode(ErrorCode.CORRUPT, () -> ValueCodec.read(reader(nan)));

        ByteWriter twice = new ByteWriter();
        twice.putVarInt(2);
        for (int i = 0; i < 2; i++) {
            twice.putString("same");
            twice.putByte(0);
        }
        requireCode(ErrorCode.CORRUPT, () -> ValueCodec.readFields(reader(twice)));

        ByteWriter text = new ByteWriter();
        text.putByte(5);
        text.putBytes(new byte[] {(byte) 0xc3, 'x'});
        requireCode(ErrorCode.CORRUPT, () -> ValueCodec.read(reader(text)));

        ByteWriter unknown = new ByteWriter();
        unknown.putByte(8);
        requireCode(ErrorCode.CORRUPT, () -> ValueCodec.read(reader(unknown)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud83d", "😀\ud83dx"})
    void unpairedSurrogatesAreRefused(String text) {
        requireCode(
                ErrorCode.INVALID_ARGUMENT,
                () -> ValueCodec.write(new ByteWriter(), new Value.Text(text)));
    }

    @Test
    void idsAreReadAsTheyWereWritten() {
        List<PointId> ids =
                List.of(
                        PointId.of(0),
                        PointId.of(-1),
                        PointId.of(Long.MIN_VALUE),
                        PointId.of(new UUID(1, -2)),
                        PointId.of("text"),
                        PointId.of("ä".repeat(256)));
        ByteWriter out = new ByteWriter();
        ids.forEach(id -> IdCodec.write(out, id));
        ByteReader in = reader(out);
        ids.forEach(id -> assertThat(IdCodec.read(in)).isEqualTo(id));
        in.requireEnd();
    }

    @Test
    void idsThatCannotBeAreCorrupt() {
        String uuid = new UUID(1, 2).toString();
        for (String text : List.of("", uuid, "x".repeat(513))) {
            ByteWriter out = new ByteWriter();
            out.putByte(3);
            out.putString(text);
            requireCode(ErrorCode.CORRUPT, () -> IdCodec.read(reader(out)));
        }
        ByteWriter unknown = new ByteWriter();
        unknown.putByte(4);
        requireCode(ErrorCode.CORRUPT, () -> IdCodec.read(reader(unknown)));
    }

    @Test
    void variableLengthNumbersAreReadAtEveryLength() {
        ByteWriter out = new ByteWriter();
        for (int bits = 0; bits < 64; bits++) {
            out.putVarLong(1L << bits);
            out.putVarLong((1L << bits) - 1);
            out.putVarInt(1 << bits);
        }
        ByteReader in = reader(out);
        for (int bits = 0; bits < 64; bits++) {
            assertThat(in.readVarLong()).isEqualTo(1L << bits);
            assertThat(in.readVarLong()).isEqualTo((1L << bits) - 1);
            assertThat(in.readVarInt()).isEqualTo(1 << bits);
        }
        in.requireEnd();
    }

    @Test
    void numbersThatAreTooLongAreCorrupt() {
        for (int length : new int[] {10, 11, 100}) {
            ByteWriter out = new ByteWriter();
            for (int i = 0; i < length; i++) {
                out.putByte(0xff);
            }
            requireCode(ErrorCode.CORRUPT, () -> reader(out).readVarLong());
        }
        ByteWriter large = new ByteWriter();
        large.putVarLong(1L << 32);
        requireCode(ErrorCode.CORRUPT, () -> reader(large).readVarInt());
    }

    @Test
    void errorsNameTheByteOfTheFile() {
        byte[] bytes = new byte[10];
        ByteReader in =
                new ByteReader(java.lang.foreign.MemorySegment.ofArray(bytes), "the-file", 1_000);
        assertThat(in.readLong()).isZero();
        assertThatThrownBy(in::readInt)
                .hasMessageContaining("'the-file'")
                .hasMessageContaining("at byte 1008")
                .hasMessageContaining("4 bytes are expected and 2 are left");
        assertThatThrownBy(() -> in.seek(11)).hasMessageContaining("byte 1011");
    }

    @Test
    void aStringThatIsNoUtf8IsReportedWithItsFirstByte() {
        byte[] bytes = {0, 0, 3, 'a', (byte) 0xff, 'b'};
        ByteReader in =
                new ByteReader(java.lang.foreign.MemorySegment.ofArray(bytes), "the-file", 1_000);
        in.seek(2);
        assertThatThrownBy(in::readString)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                .hasMessageContaining("at byte 1003");
    }

    @Test
    void seekingStaysWithinTheBytes() {
        ByteReader in = new ByteReader(new byte[] {5, 6, 7}, "file");
        in.seek(3);
        assertThat(in.remaining()).isZero();
        in.seek(1);
        assertThat(in.readByte()).isEqualTo(6);
        in.seek(0);
        assertThat(in.readByte()).isEqualTo(5);
        requireCode(ErrorCode.CORRUPT, () -> in.seek(4));
        requireCode(ErrorCode.CORRUPT, () -> in.seek(-1));
        assertThat(in.readByte()).isEqualTo(6);
        requireCode(ErrorCode.CORRUPT, () -> in.readSlice(-1));
        assertThat(in.readSlice(0).byteSize()).isZero();
    }

    private static Value nested(int depth) {
        Value value = new Value.Int(1);
        for (int i = 0; i < depth; i++) {
            value =
                    i % 2 == 0
                            ? new Value.Array(List.of(value))
                            : new Value.Struct(Map.of("a", value));
        }
        return value;
    }

    private static Value roundTrip(Value value) {
        ByteWriter out = new ByteWriter();
        ValueCodec.write(out, value);
        ByteReader in = reader(out);
        Value read = ValueCodec.read(in);
        in.requireEnd();
        return read;
    }

    private static ByteReader reader(ByteWriter out) {
        return new ByteReader(out.toByteArray(), "file");
    }

    private static void requireCode(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
