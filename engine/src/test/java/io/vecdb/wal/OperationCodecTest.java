package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Limits;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteReader;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

final class OperationCodecTest {
    @Test
    void everyOperationIsReadAsItWasWritten() {
        Operations operations = new Operations(1);
        for (int i = 0; i < 5_000; i++) {
            Operation operation = operations.next();
            EncodedOperation encoded = OperationCodec.encode(operation);
            assertThat(decode(encoded.kind(), encoded.body()))
                    .as("operation %d", i)
                    .isEqualTo(operation);
        }
    }

    @Test
    void bytesThatEndEarlyAreCorrupt() {
        Operations operations = new Operations(2);
        for (int i = 0; i < 200; i++) {
            EncodedOperation encoded = OperationCodec.encode(operations.next());
            for (int length = 0; length < encoded.bytes(); length++) {
                byte[] cut = Arrays.copyOf(encoded.body(), length);
                assertThatThrownBy(() -> decode(encoded.kind(), cut))
                        .isInstanceOfSatisfying(
                                DbException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                        .hasMessageContaining("'the-log'")
                        .hasMessageContaining("at byte");
            }
        }
    }

    @Test
    void bytesBehindAnOperationAreCorrupt() {
        Operations operations = new Operations(5);
        for (int i = 0; i < 200; i++) {
            EncodedOperation encoded = OperationCodec.encode(operations.next());
            byte[] longer = Arrays.copyOf(encoded.body(), encoded.bytes() + 1);
            assertThatThrownBy(() -> decode(encoded.kind(), longer))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
        }
    }

    @Test
    void damagedBytesAreCorruptOrAnotherOperation() {
        Operations operations = new Operations(3);
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            EncodedOperation encoded = OperationCodec.encode(operations.next());
            for (int at = 0; at < encoded.bytes(); at++) {
                byte[] damaged = encoded.body().clone();
                damaged[at] = (byte) random.nextInt(256);
                requireReadOrCorrupt(encoded.kind(), damaged, i);
                requireReadOrCorrupt(random.nextInt(256), encoded.body(), i);
            }
        }
    }

    @Test
    void noiseIsCorrupt() {
        Random random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            requireReadOrCorrupt(random.nextInt(10), noise, i);
        }
    }

    @Test
    void aWriteBeyondTheLimitIsRefused() {
        Vector vector = Vector.of(new float[Limits.DIMENSION]);
        int points = Limits.WRITE_BYTES / (Limits.DIMENSION * Float.BYTES) + 1;
        Operation tooLarge =
                new Operation.Upsert(
                        java.util.stream.LongStream.range(0, points)
                                .mapToObj(i -> Point.of(PointId.of(i), vector))
                                .toList());
        assertThatThrownBy(() -> OperationCodec.encode(tooLarge))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                .hasMessageContaining(Integer.toString(Limits.WRITE_BYTES));
    }

    @Test
    void aDocumentMustHaveBeenEmbedded() {
        Operation operation =
                new Operation.Upsert(List.of(Point.of(PointId.of(1), Vector.text("some text"))));
        assertThatThrownBy(() -> OperationCodec.encode(operation))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void textThatIsNotUnicodeIsRefused() {
        Operation operation =
                new Operation.SetPayload(
                        io.vecdb.api.Selection.of(1),
                        Map.of("a", new Value.Text("unpaired \ud800 surrogate")));
        assertThatThrownBy(() -> OperationCodec.encode(operation))
                .isInstanceOfSatisfying(
                        DbException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("index 9");
    }

    private static Operation decode(int kind, byte[] body) {
        return OperationCodec.decode(kind, new ByteReader(body, "the-log"));
    }

    private static void requireReadOrCorrupt(int kind, byte[] bytes, int round) {
        try {
            assertThat(decode(kind, bytes)).isNotNull();
        } catch (DbException e) {
            assertThat(e.code()).as("round %d", round).isEqualTo(ErrorCode.CORRUPT);
        } catch (RuntimeException e) {
            fail("round " + round + ", kind " + kind + ": " + Arrays.toString(bytes), e);
        }
    }
}
