package io.vecdb.collection;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Database;
import io.vecdb.collection.KillWrite.Kind;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The process that gets killed: writes without end from several threads and prints a line for each
/// write before it is begun and another when it is acknowledged. The buffer is so small that it
/// flushes and merges all the time.
final class KillWriter {
    private static final int BATCH = 5;
    private static final List<String> COLLECTIONS = List.of("a", "b");

    private final Database database;
    private final PrintStream out;
    private final Random random;
    private final int writer;
    private long stamp;

    private KillWriter(Database database, PrintStream out, long seed, int writer) {
        this.database = database;
        this.out = out;
        this.writer = writer;
        random = new Random(KillWrite.WRITERS * seed + writer);
        stamp = seed * 1_000_000_000L + writer;
    }

    /// Runs until it is killed.
    ///
    /// @param args folder; seed, another one in each process, which all stamps are made of
    public static void main(String[] args) throws InterruptedException {
        long seed = Long.parseLong(args[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Database database =
                VecDb.open(Path.of(args[0]), DatabaseOptions.DEFAULT.withBuffer(60, 1 << 20));
        for (String name : COLLECTIONS) {
            if (!database.hasCollection(name)) {
                new KillWriter(database, out, seed, 0).write(Kind.CREATE, name);
            }
        }
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < KillWrite.WRITERS; writer++) {
            KillWriter made = new KillWriter(database, out, seed, writer);
            Thread thread = new Thread(made::run);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run() {
        while (true) {
            String name = COLLECTIONS.get(random.nextInt(COLLECTIONS.size()));
            switch (random.nextInt(24)) {
                case 0, 1, 2 -> write(Kind.MARK, name);
                case 3 -> write(Kind.UNMARK, name);
                case 4, 5 -> write(Kind.DELETE, name);
                case 6 -> write(Kind.DELETE_MARKED, name);
                case 7 -> liveShortly();
                default -> write(Kind.UPSERT, name);
            }
            if (random.nextInt(200) == 0) {
                database.collection(name).compact();
            }
        }
    }

    /// A collection that comes, is written to and goes.
    private void liveShortly() {
        String name = "short-" + writer;
        if (!database.hasCollection(name)) {
            write(Kind.CREATE, name);
        }
        write(Kind.UPSERT, name);
        write(Kind.DROP, name);
    }

    private void write(Kind kind, String collection) {
        stamp += KillWrite.WRITERS;
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            ids.add(
                    (long) KillWrite.WRITERS * random.nextInt(KillWrite.IDS / KillWrite.WRITERS)
                            + writer);
        }
        KillWrite write = new KillWrite(writer, kind, collection, stamp, ids);
        out.println("begin " + write);
        write.make(database);
        out.println("ack " + write);
    }
}
