package io.vecdb.api;

/// One of the backups in a folder.
///
/// @param number from 1, one more with each backup in the folder
/// @param contents what it holds
/// @param copiedFiles how many of its files it had to copy; the others were there already
/// @param copiedBytes how long these are together
public record Backup(long number, SnapshotInfo contents, int copiedFiles, long copiedBytes) {}
