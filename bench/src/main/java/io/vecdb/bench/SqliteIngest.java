package io.vecdb.bench;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.vectors.VectorRows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// SQLite storing the same points as rows of a table: an id, the vector as a blob, the payload as
/// text. With `synchronous=FULL` a transaction is durable when it was committed, as a write of ours
/// is when it was acknowledged.
final class SqliteIngest implements Contestant {
    private final String journalMode;
    private final int transaction;
    private final List<Row> rows;
    private final List<Cost> runs = new ArrayList<>();

    /// What a point is in SQLite.
    record Row(long id, byte[] vector, String payload) {
        static Row of(long number, float[] vector) {
            byte[] blob = new byte[vector.length * Float.BYTES];
            MemorySegment.copy(
                    vector, 0, MemorySegment.ofArray(blob), VectorRows.FLOAT, 0, vector.length);
            return new Row(number, blob, Points.json(Points.point(number, vector)));
        }
    }

    /// @param journalMode WAL, or DELETE, which is SQLite's default
    /// @param transaction rows that are committed together
    SqliteIngest(String journalMode, int transaction, List<Row> rows) {
        this.journalMode = journalMode;
        this.transaction = transaction;
        this.rows = rows;
    }

    @Override
    public String run(TemporaryFolder folder, boolean counts) throws IOException {
        String file = Files.createDirectory(folder.fresh("sqlite")).resolve("points.db").toString();
        Cost took;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            prepare(connection);
            Cost begin = Cost.now();
            insert(connection);
            took = Cost.since(begin);
        } catch (SQLException e) {
            throw new DbException(ErrorCode.INTERNAL, "SQLite failed: " + e.getMessage(), e);
        }
        if (counts) {
            runs.add(took);
        }
        return String.format("%s: %.0f points/s", this, rows.size() / took.seconds());
    }

    private void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            require(statement, "journal_mode", journalMode, journalMode);
            require(statement, "synchronous", "FULL", "2");
            statement.execute(
                    "create table points(id integer primary key, vector blob, payload text)");
        }
        connection.setAutoCommit(false);
    }

    /// Sets something and makes sure that it was, since SQLite passes over what it does not take.
    private static void require(Statement statement, String name, String value, String answer)
            throws SQLException {
        statement.execute("pragma " + name + "=" + value);
        try (ResultSet found = statement.executeQuery("pragma " + name)) {
            if (!found.next() || !found.getString(1).equalsIgnoreCase(answer)) {
                throw new SQLException(name + " is not " + value);
            }
        }
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into points values (?, ?, ?)")) {
            int open = 0;
            for (Row row : rows) {
                insert.setLong(1, row.id);
                insert.setBytes(2, row.vector);
                insert.setString(3, row.payload);
                insert.executeUpdate();
                if (++open == transaction) {
                    connection.commit();
                    open = 0;
                }
            }
            connection.commit();
        }
    }

    @Override
    public Map<String, Object> summary() {
        Cost median = Median.cost(runs, run -> run);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("journal_mode", journalMode);
        map.put("synchronous", "FULL");
        map.put("transaction", transaction);
        map.put("points", rows.size());
        map.put("points_per_second", rows.size() / median.seconds());
        map.put("cpu_micros_per_point", median.cpuSeconds() * 1e6 / rows.size());
        map.putAll(median.toMap());
        return map;
    }

    @Override
    public String toString() {
        return "SQLite, journal " + journalMode + ", " + transaction + " a transaction";
    }
}
