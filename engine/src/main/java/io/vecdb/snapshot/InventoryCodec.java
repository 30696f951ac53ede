package io.vecdb.snapshot;

import io.vecdb.segment.SegmentFile;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.FileCopy;
import io.vecdb.storage.FileStamp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// An inventory in bytes, as `docs/format/snapshot.md` says. What is read may have been made up by
/// somebody: nothing of it becomes a path before it was found to be a plain name.
final class InventoryCodec {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /// Least bytes of a collection and of a file, which bound the counts.
    private static final int PART_BYTES_MIN = 28;

    private static final int FILE_BYTES_MIN = 14;

    private InventoryCodec() {}

    static void write(ByteWriter out, Inventory inventory) {
        out.putLong(inventory.created().toEpochMilli());
        out.putString(inventory.release());
        out.putLong(inventory.database().getMostSignificantBits());
        out.putLong(inventory.database().getLeastSignificantBits());
        out.putVarInt(inventory.parts().size());
        for (Part part : inventory.parts()) {
            out.putString(part.name());
            out.putLong(part.id());
            out.putLong(part.sequence());
            out.putLong(part.points());
            out.putBytes(part.manifest());
            out.putVarInt(part.files().size());
            for (StoredFile file : part.files()) {
                out.putString(file.name());
                out.putLong(file.stamp().bytes());
                out.putInt(file.stamp().crc());
            }
        }
    }

    /// Reverses [#write].
    ///
    /// @throws io.vecdb.api.DbException CORRUPT if a name is not a plain one or stands twice, or a
    ///   number is impossible
    static Inventory read(ByteReader in) {
        long created = in.readLong();
        String release = in.readString();
        UUID database = new UUID(in.readLong(), in.readLong());
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<Long> ids = new HashSet<>();
        for (int left = in.readCount(PART_BYTES_MIN); left > 0; left--) {
            Part part = readPart(in);
            if (!names.add(part.name()) || !ids.add(part.id())) {
                throw in.corrupt("the collection '" + part.name() + "' stands there twice");
            }
            parts.add(part);
        }
        return new Inventory(Instant.ofEpochMilli(created), release, database, parts);
    }

    private static Part readPart(ByteReader in) {
        String name = in.readString();
        if (!NAME.matcher(name).matches()) {
            throw in.corrupt("'" + shown(name) + "' is not the name of a collection");
        }
        long id = in.readLong();
        long sequence = in.readLong();
        long points = in.readLong();
        if (id == 0 || sequence < 0 || points < 0) {
            throw in.corrupt(
                    "'%s' has id %x, write %d and %d points".formatted(name, id, sequence, points));
        }
        byte[] manifest = in.readBytes();
        List<StoredFile> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int left = in.readCount(FILE_BYTES_MIN); left > 0; left--) {
            StoredFile file = readFile(in);
            if (!names.add(file.name())) {
                throw in.corrupt("the file '" + file.name() + "' stands there twice");
            }
            files.add(file);
        }
        return new Part(name, id, sequence, points, manifest, files);
    }

    private static StoredFile readFile(ByteReader in) {
        String name = in.readString();
        if (!SegmentFile.isName(name)) {
            throw in.corrupt("'" + shown(name) + "' is not the name of a segment's file");
        }
        FileStamp stamp = new FileStamp(in.readLong(), in.readInt());
        if (stamp.bytes() < FileCopy.BYTES_MIN) {
            throw in.corrupt("the file '" + name + "' has " + stamp.bytes() + " bytes");
        }
        return new StoredFile(name, stamp);
    }

    /// A name that somebody made up, fit for a message.
    private static String shown(String name) {
        String visible = name.replaceAll("[^ -~]", "?");
        return visible.length() > 40 ? visible.substring(0, 40) + "…" : visible;
    }
}
