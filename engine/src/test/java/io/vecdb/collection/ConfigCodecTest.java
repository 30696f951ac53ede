package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.VectorConfig;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class ConfigCodecTest {
    private static final int DENSE = 1;
    private static final int FLAT = 1;
    private static final int HNSW = 2;

    private static CollectionConfig read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, "a manifest");
        CollectionConfig read = ConfigCodec.read(in);
        in.requireEnd();
        return read;
    }

    @Test
    void whatIsWrittenIsReadAgainWithFieldsInTheirOrder() {
        Map<String, VectorConfig> fields = new LinkedHashMap<>();
        fields.put("title", new VectorConfig(7, Metric.COSINE, new IndexConfig.Flat(), "small"));
        fields.put("image", new VectorConfig(3, Metric.DOT, new IndexConfig.Hnsw(5, 60, 7), null));
        CollectionConfig config =
                new CollectionConfig(fields, Map.of())
                        .withPayloadIndex("price", PayloadIndexType.INTEGER)
                        .withPayloadIndex("tags", PayloadIndexType.KEYWORD);
        ByteWriter out = new ByteWriter();
        ConfigCodec.write(out, config);
        CollectionConfig again = read(out.toByteArray());
        assertThat(again).isEqualTo(config);
        assertThat(again.vectors().keySet()).containsExactly("title", "image");
    }

    /// A configuration of one field.
    private static byte[] field(int kind, int dimension, int index) {
        ByteWriter out = new ByteWriter();
        out.putInt(1);
        out.putString("v");
        out.putByte(kind);
        out.putInt(dimension);
        out.putByte(Metric.L2.formatId());
        out.putByte(index);
        if (index == HNSW) {
            out.putInt(4);
            out.putInt(20);
            out.putInt(100);
        }
        out.putByte(0);
        out.putInt(0);
        return out.toByteArray();
    }

    @Test
    void kindsThatThisReleaseDoesNotKnowAreRefusedAndSaidToBeNewer() {
        assertThat(read(field(DENSE, 2, HNSW)).vectors())
                .isEqualTo(Map.of("v", VectorConfig.of(2, Metric.L2).withIndex(hnsw())));
        refused(field(2, 2, FLAT), ErrorCode.UNSUPPORTED_FORMAT, "vector field of kind 2");
        refused(field(DENSE, 2, 3), ErrorCode.UNSUPPORTED_FORMAT, "index of kind 3");
    }

    private static IndexConfig hnsw() {
        return new IndexConfig.Hnsw(4, 20, 100);
    }

    @Test
    void whatCannotHaveBeenWrittenIsCorrupt() {
        refused(field(DENSE, 0, FLAT), ErrorCode.CORRUPT, "makes no sense");
        refused(new byte[3], ErrorCode.CORRUPT, "a manifest");
    }

    private static void refused(byte[] bytes, ErrorCode code, String words) {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> read(bytes))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .withMessageContaining(words);
    }

    @Test
    void aManifestWithSomethingBehindItsEndIsCorrupt() {
        CollectionManifest manifest =
                new CollectionManifest(5, CollectionConfig.of(2, Metric.L2), 17, 3, List.of());
        byte[] bytes = manifest.encode();
        assertThat(CollectionManifest.decode(new ByteReader(bytes, "a manifest")))
                .isEqualTo(manifest);
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() -> CollectionManifest.decode(new ByteReader(longer, "a manifest")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
    }
}
