package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;
import io.vecdb.fuzz.FuzzTarget;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.Manifests;

import java.util.List;

/// The body of a manifest, its checksums right.
public final class ManifestFuzz implements FuzzTarget {
    private static final FileFormat DATABASE = new FileFormat("database", 1);

    private final boolean ofCollection;

    /// @param ofCollection or else of the database
    public ManifestFuzz(boolean ofCollection) {
        this.ofCollection = ofCollection;
    }

    @Override
    public List<byte[]> seeds() {
        FaultyDirectory disk = new FaultyDirectory();
        CollectionConfig config =
                CollectionConfig.of(
                                VectorConfig.of(3, Metric.COSINE)
                                        .withIndex(new IndexConfig.Hnsw(4, 16, 60)))
                        .withVector("second", VectorConfig.of(2, Metric.L2))
                        .withPayloadIndex("n", PayloadIndexType.INTEGER);
        try (Database database = Databases.open(disk, 10)) {
            Collection shoes = database.createCollection("shoes", config);
            shoes.upsert(List.of(Point.of(1, 2, 3, 4), Point.of(2, 3, 4, 5)));
            shoes.compact();
            shoes.delete(Selection.of(1));
            var _ = database.createCollection("hats", config);
        }
        return List.of(
                ofCollection
                        ? body(disk, "c-1", CollectionManifest.FORMAT)
                        : body(disk, "", DATABASE));
    }

    private static byte[] body(FaultyDirectory disk, String folder, FileFormat format) {
        return new Manifests(disk, folder, format).load().orElseThrow().body();
    }

    @Override
    public void read(byte[] input) {
        FaultyDirectory directory = new FaultyDirectory();
        FileFormat format = ofCollection ? CollectionManifest.FORMAT : DATABASE;
        Manifests manifests = new Manifests(directory, "", format);
        manifests.commit(input);
        try {
            if (ofCollection) {
                ByteReader body = ManifestBody.read("", manifests.load().orElseThrow());
                assertThat(CollectionManifest.decode(body).segments()).isNotNull();
            } else {
                assertThat(DatabaseCatalog.open(directory).places()).isNotNull();
            }
        } catch (DbException e) {
            assertThat(e.code()).isIn(ErrorCode.CORRUPT, ErrorCode.UNSUPPORTED_FORMAT);
        }
    }
}
