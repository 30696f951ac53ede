package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.storage.FaultyDirectory;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What readers see of a write that does not become durable.
class PublicationTest {
    @Test
    void aWriteThatIsNotAcknowledgedIsNotSeen() {
        int refused = 0;
        for (int call = 1; call <= 4; call++) {
            FaultyDirectory disk = new FaultyDirectory();
            Database database = Databases.open(disk, 100);
            Collection collection =
                    database.createCollection("c", CollectionConfig.of(2, Metric.L2));
            collection.upsert(List.of(Point.of(1, 1, 1)));
            disk.failAt(disk.calls() + call);
            DbException refusal =
                    catchThrowableOfType(
                            DbException.class, () -> collection.upsert(List.of(Point.of(2, 2, 2))));
            assertThat(collection.count(Filter.all()))
                    .as("call %d: %s", call, refusal)
                    .isEqualTo(refusal == null ? 2 : 1);
            refused += refusal == null ? 0 : 1;
        }
        assertThat(refused).as("writes that a failing call refused").isPositive();
    }
}
