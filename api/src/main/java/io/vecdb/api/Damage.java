package io.vecdb.api;

/// Bytes that are not what was written.
///
/// @param file name of the file within the database's folder or the archive
/// @param offset byte of the file at which the damage was noticed
/// @param finding what is wrong there, a clause without a full stop
public record Damage(String file, long offset, String finding) {}
