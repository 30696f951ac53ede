package io.vecdb.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.storage.DamageList;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.FileWriter;
import io.vecdb.storage.LocalDirectory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

class VectorFileTest {
    @TempDir Path folder;
    private io.vecdb.storage.Directory directory;

    @BeforeEach
    void open() {
        directory = LocalDirectory.open(folder);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private static float[] values(int row, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = row * 1_000 + i + 0.25f;
        }
        return values;
    }

    private void write(int count, int dimension, float norm) {
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            VectorFile.Writer rows = new VectorFile.Writer(out, dimension);
            for (int row = 0; row < count; row++) {
                add(rows, values(row, dimension), norm == 1 ? 1 : norm + row);
            }
            rows.finish();
            out.finish();
        }
    }

    private static void add(VectorFile.Writer to, float[] values, float norm) {
        VectorRows row = VectorRows.allocate(1, values.length);
        row.put(0, values);
        to.add(row, 0, 1, number -> norm);
    }

    private FileReader read() {
        return FileReader.open(directory, "v", VectorFile.FORMAT);
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 1", "5, 16", "100, 17", "3000, 128"})
    void rowsAndNormsComeBack(int count, int dimension) {
        write(count, dimension, 0.5f);
        try (FileReader file = read()) {
            VectorFile vectors = VectorFile.open(file);
            assertThat(vectors.rows().count()).isEqualTo(count);
            assertThat(vectors.rows().dimension()).isEqualTo(dimension);
            for (int row = 0; row < count; row++) {
                assertThat(vectors.rows().row(row)).containsExactly(values(row, dimension));
                assertThat(vectors.norm(row)).isEqualTo(0.5f + row);
            }
        }
    }

    @Test
    void rowsAreAlignedInMemory() {
        write(3, 17, 1);
        try (FileReader file = read()) {
            VectorRows rows = VectorFile.open(file).rows();
            assertThat((rows.segment().address() + rows.rowOffset(2)) % 64).isZero();
        }
    }

    @Test
    void normsThatAreAllOneTakeNoSpace() {
        write(100, 16, 1);
        try (FileReader file = read()) {
            assertThat(file.body().byteSize()).isEqualTo(100 * 64 + 16);
            assertThat(VectorFile.open(file).norm(99)).isEqualTo(1);
        }
    }

    @Test
    void theFileSaysWhetherEveryRowIsAVector() {
        write(100, 16, 1);
        try (FileReader file = read()) {
            assertThat(VectorFile.open(file).isComplete()).isTrue();
        }
        delete();
        write(100, 16, 0.5f);
        try (FileReader file = read()) {
            assertThat(VectorFile.open(file).isComplete()).isTrue();
        }
        delete();
        writeRows(rows -> {
            add(rows, values(0, 3), 1);
            add(rows, new float[3], 0);
        });
        try (FileReader file = read()) {
            assertThat(VectorFile.open(file).isComplete()).isFalse();
            assertThat(VectorFile.open(file).norm(0)).isEqualTo(1);
            assertThat(VectorFile.open(file).norm(1)).isZero();
            assertThat(found(file)).isEmpty();
        }
    }

    @Test
    void rowsThatReadersCannotRelyOnAreFound() {
        writeRows(rows -> {
            add(rows, values(0, 3), Float.NaN);
            add(rows, values(1, 3), 0);
            add(rows, values(2, 3), 1);
        });
        try (FileReader file = read()) {
            assertThat(found(file))
                    .extracting(Damage::offset, Damage::finding)
                    .containsExactly(
                            tuple(64L + 3 * 64, "the norm of row 0 is NaN"),
                            tuple(64L + 64, "row 1 has no zeros here"));
        }
        delete();
        writeTail(128, 2, 15, 0);
        try (FileReader file = read()) {
            assertThat(found(file)).isEmpty();
        }
        delete();
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            out.write(new byte[64], 0, 64);
            out.writeFloat(1);
            for (int number : new int[] {1, 3, 3, 0}) {
                out.writeInt(number);
            }
            out.finish();
        }
        try (FileReader file = read()) {
            assertThat(found(file)).extracting(Damage::offset).containsExactly(64L + 68);
        }
    }

    private static List<Damage> found(FileReader file) {
        DamageList found = new DamageList("v");
        VectorFile.open(file).verify(found);
        return found.found();
    }

    private void writeRows(Consumer<VectorFile.Writer> rows) {
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            VectorFile.Writer writer = new VectorFile.Writer(out, 3);
            rows.accept(writer);
            writer.finish();
            out.finish();
        }
    }

    private void writeTail(int zeros, int count, int dimension, int flags) {
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            out.write(new byte[zeros], 0, zeros);
            for (int number : new int[] {count, dimension, flags, 0}) {
                out.writeInt(number);
            }
            out.finish();
        }
    }

    private void delete() {
        try {
            directory.delete("v");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void absentRowsWithoutNormsAreCorrupt() {
        writeTail(128, 2, 16, 2);
        try (FileReader file = read()) {
            assertThatThrownBy(() -> VectorFile.open(file)).hasMessageContaining("flags 2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12})
    void aTailThatDoesNotFitTheLengthIsCorrupt(int wrongAt) {
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            out.write(new byte[128], 0, 128);
            for (int at = 0; at < 16; at += 4) {
                int right = at == 0 ? 2 : at == 4 ? 16 : 0;
                out.writeInt(at == wrongAt ? right + 77 : right);
            }
            out.finish();
        }
        try (FileReader file = read()) {
            assertThatThrownBy(() -> VectorFile.open(file))
                    .isInstanceOfSatisfying(
                            DbException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                    .hasMessageContaining("'v'");
        }
    }

    @Test
    void anEmptyBodyIsCorrupt() {
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            out.finish();
        }
        try (FileReader file = read()) {
            assertThatThrownBy(() -> VectorFile.open(file)).isInstanceOf(DbException.class);
        }
    }

    @Test
    void aRowOfAnotherDimensionIsRefused() {
        try (FileWriter out = FileWriter.create(directory, "v", VectorFile.FORMAT)) {
            VectorFile.Writer rows = new VectorFile.Writer(out, 3);
            assertThatThrownBy(() -> add(rows, new float[2], 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
