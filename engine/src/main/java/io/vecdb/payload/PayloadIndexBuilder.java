package io.vecdb.payload;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Value;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Builds the payload indexes of a segment that is being sealed. Takes the payload of each row in
/// the order of rows, then writes the file that [PayloadIndexes] opens.
///
/// Not thread-safe. Holds on the heap 12 bytes for each indexed value, each keyword once, and the
/// bitmaps.
public final class PayloadIndexBuilder {
    private final List<FieldIndexBuilder> fields = new ArrayList<>();
    private int rowCount;

    /// @param types the indexed fields: type by path
    /// @throws DbException INVALID_ARGUMENT if a path is malformed
    public PayloadIndexBuilder(Map<String, PayloadIndexType> types) {
        types.forEach((path, type) -> fields.add(new FieldIndexBuilder(path, type)));
    }

    /// Takes the next row's payload.
    ///
    /// @param row the number of rows added before
    /// @throws DbException INTERNAL if it is another number
    public void add(int row, Map<String, Value> payload) {
        if (row != rowCount) {
            throw new DbException(
                    ErrorCode.INTERNAL,
                    "Row " + row + " was indexed where row " + rowCount + " comes next.");
        }
        rowCount++;
        for (FieldIndexBuilder field : fields) {
            field.add(row, payload);
        }
    }

    /// Appends the indexes to a file of [PayloadIndexes#FORMAT], which the caller finishes. Called
    /// once, when all rows are added.
    ///
    /// @throws DbException IO_ERROR that names the file
    public void write(FileWriter out) {
        ByteWriter table = new ByteWriter();
        for (FieldIndexBuilder field : fields) {
            field.write(out, table);
        }
        long tableStart = out.position();
        out.write(table.toByteArray(), 0, table.size());
        out.writeLong(tableStart);
        out.writeInt(fields.size());
        out.writeInt(rowCount);
    }
}
