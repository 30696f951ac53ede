package io.vecdb.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.MemoryUsage;
import io.vecdb.server.rest.RestApi;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/// Counts, and shows the counts in Prometheus' text format. `docs/rest.md` lists the names.
final class Metrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final MediaType TEXT =
            MediaType.parse("text/plain; version=0.0.4; charset=utf-8");
    private static final Duration[] LATENCIES =
            List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000).stream()
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final Database database;
    private final MultiGauge points;
    private final MultiGauge memory;

    Metrics(Database database, RestApi rest) {
        this.database = database;
        points =
                MultiGauge.builder("vecdb.collection.points")
                        .description("Points in a collection")
                        .register(registry);
        memory =
                MultiGauge.builder("vecdb.collection.memory")
                        .description("Memory of a collection")
                        .baseUnit("bytes")
                        .register(registry);
        Gauge.builder("vecdb.memory.spare", database, db -> db.memory().spareBytes())
                .description("Native memory that is kept to be used again")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("vecdb.memory.used", database, db -> db.memory().usedBytes())
                .description("Memory of writes that are not in files yet, and of merges")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("vecdb.memory.limit", database, db -> db.memory().limitBytes())
                .description("What they may use")
                .baseUnit("bytes")
                .register(registry);
        gauge("vecdb.workers.busy", "Threads that call the database", rest, RestApi::busyWorkers);
        gauge(
                "vecdb.requests.waiting",
                "Requests without a thread",
                rest,
                RestApi::waitingRequests);
        Gauge.builder("vecdb.request.bodies", rest, RestApi::heldBodyBytes)
                .description("Request bodies in memory")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("vecdb.answers", rest, RestApi::heldAnswerBytes)
                .description("Answers in memory")
                .baseUnit("bytes")
                .register(registry);
        garbageCollection.bindTo(registry);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    private void gauge(String name, String about, RestApi rest, ToDoubleFunction<RestApi> value) {
        Gauge.builder(name, rest, value).description(about).register(registry);
    }

    /// A decorator that counts requests and their durations by method, route and status.
    HttpResponse count(HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        var _ = context.log().whenComplete().thenAccept(this::record);
        return service.serve(context, request);
    }

    private void record(RequestLog log) {
        if (!(log.context() instanceof ServiceRequestContext context)) {
            return;
        }
        String route = RestApi.routeOf(context);
        Timer.builder("vecdb.http.request")
                .description("Requests from their first byte to their answer's last")
                .tags(
                        "method",
                        context.method().name(),
                        "route",
                        route.isEmpty() ? "other" : route,
                        "status",
                        log.responseStatus().codeAsText())
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(Duration.ofNanos(log.totalDurationNanos()));
    }

    /// Serves all counts. Not on the database's workers, so that it answers when they are all busy.
    HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(
                CompletableFuture.supplyAsync(
                        () -> HttpResponse.of(HttpStatus.OK, TEXT, scrape()),
                        context.blockingTaskExecutor()));
    }

    /// One at a time: rows are replaced by removing them first, which another scrape would see.
    private synchronized String scrape() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        List<MultiGauge.Row<?>> memoryRows = new ArrayList<>();
        for (String name : database.collections()) {
            try {
                CollectionStats stats = database.collection(name).stats();
                rows.add(MultiGauge.Row.of(Tags.of("collection", name), stats.points()));
                addMemory(name, stats.memory(), memoryRows);
            } catch (DbException e) {
                // Dropped since, or damaged: its row is left out, the others are still shown.
                LOG.debug("No count of collection {}", name, e);
            }
        }
        points.register(rows, true);
        memory.register(memoryRows, true);
        return registry.scrape();
    }

    private static void addMemory(
            String collection, MemoryUsage usage, List<MultiGauge.Row<?>> rows) {
        usage.parts()
                .forEach((part, bytes) -> {
                    Tags tags = Tags.of("collection", collection, "part", part.label());
                    rows.add(MultiGauge.Row.of(tags.and("place", "heap"), bytes.heap()));
                    rows.add(MultiGauge.Row.of(tags.and("place", "off_heap"), bytes.offHeap()));
                    rows.add(MultiGauge.Row.of(tags.and("place", "mapped"), bytes.mapped()));
                });
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
