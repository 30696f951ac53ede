package io.vecdb.collection;

import io.vecdb.storage.ByteReader;
import io.vecdb.storage.FileHeader;
import io.vecdb.storage.Manifests;

import java.lang.foreign.MemorySegment;

/// The body of a manifest, to be read with errors that name the file and the byte in it.
final class ManifestBody {
    /// The header, then the generation.
    private static final int BODY_AT = FileHeader.BYTES + Long.BYTES;

    private ManifestBody() {}

    /// @param folder the manifest's folder, `""` for the root
    static ByteReader read(String folder, Manifests.Loaded loaded) {
        String path = folder.isEmpty() ? "" : folder + "/";
        return new ByteReader(
                MemorySegment.ofArray(loaded.body()),
                "%smanifest-%019d".formatted(path, loaded.generation()),
                BODY_AT);
    }
}
