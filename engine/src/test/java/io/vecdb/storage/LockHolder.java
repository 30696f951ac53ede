package io.vecdb.storage;

import java.io.IOException;
import java.nio.file.Path;

/// A process that opens a folder and keeps it until it is killed.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        Directory held = LocalDirectory.open(Path.of(args[0]));
        System.out.println("locked");
        if (System.in.read() < 0) {
            held.close();
        }
    }
}
