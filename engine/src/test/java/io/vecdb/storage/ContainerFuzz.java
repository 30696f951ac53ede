package io.vecdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.fuzz.FuzzTarget;

import java.util.ArrayList;
import java.util.List;

/// A whole immutable file, header, body and checksums.
public final class ContainerFuzz implements FuzzTarget {
    private static final FileFormat FORMAT = new FileFormat("test", 2);

    @Override
    public List<byte[]> seeds() {
        List<byte[]> files = new ArrayList<>();
        for (int bytes : new int[] {0, 1, 300, FileLayout.BLOCK_BYTES + 1}) {
            FaultyDirectory directory = new FaultyDirectory();
            try (FileWriter out = FileWriter.create(directory, "file", FORMAT)) {
                out.write(new byte[bytes], 0, bytes);
                out.finish();
            }
            files.add(directory.content("file"));
        }
        return files;
    }

    @Override
    public void read(byte[] input) {
        FaultyDirectory directory = new FaultyDirectory();
        directory.put("file", input);
        try (FileReader file = FileReader.open(directory, "file", FORMAT)) {
            assertThat(file.body().verified().byteSize()).isLessThan(input.length);
            assertThat(file.fileBytes()).isEqualTo(input.length);
        } catch (DbException e) {
            assertThat(e.code()).isIn(ErrorCode.CORRUPT, ErrorCode.UNSUPPORTED_FORMAT);
        }
    }
}
