package io.vecdb.storage;

/// What tells the content of one immutable file from that of all others, without reading it: a
/// manifest holds the stamps of the files that it names, so that a sound file in the wrong place is
/// noticed.
///
/// @param bytes length of the file
/// @param crc checksum of its footer, which holds the checksums of all its blocks and that of its
///   header; see `docs/format/file.md`
public record FileStamp(long bytes, int crc) {
    @Override
    public String toString() {
        return "%d bytes with checksum %08x".formatted(bytes, crc);
    }
}
