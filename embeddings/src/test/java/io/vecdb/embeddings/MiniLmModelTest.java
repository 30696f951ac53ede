package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class MiniLmModelTest {
    private static final MiniLmModel MODEL = new MiniLmModel();

    private static final List<String> TEXTS =
            List.of(
                    "airplane: an aircraft that has a fixed wing and is powered by propellers",
                    "helicopter: an aircraft without wings that obtains its lift from rotors",
                    "bread: food made from dough of flour or meal",
                    "loaf: a shaped mass of baked bread",
                    "justice");

    @AfterAll
    static void closeModel() {
        MODEL.close();
    }

    /// An encoder whose vectors tell the text's length.
    private static class FakeEncoder implements TextEncoder {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public List<int[]> windows(String text) {
            return List.of(new int[] {text.length()});
        }

        @Override
        public float[] encode(int[] window) {
            return new float[] {window[0]};
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void tellsNameAndDimension() {
        assertThat(MODEL.name()).isEqualTo("all-MiniLM-L6-v2");
        assertThat(MODEL.dimension()).isEqualTo(384);
        assertThat(MODEL.embed(List.of("dog")).getFirst()).hasSize(384);
    }

    @Test
    void aBatchGivesTheVectorsOfItsTextsInTheirOrder() {
        List<float[]> batch = MODEL.embed(TEXTS);
        assertThat(batch).hasSameSizeAs(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(batch.get(i)).isEqualTo(MODEL.embed(List.of(TEXTS.get(i))).getFirst());
        }
    }

    @Test
    void similarTextsAreNearerThanDissimilarOnes() {
        List<float[]> vectors = MODEL.embed(TEXTS);
        double aircraft = MiniLmEncoderTest.cosine(vectors.get(0), vectors.get(1));
        double breads = MiniLmEncoderTest.cosine(vectors.get(2), vectors.get(3));
        for (int a : new int[] {0, 1}) {
            for (int b : new int[] {2, 3, 4}) {
                assertThat(MiniLmEncoderTest.cosine(vectors.get(a), vectors.get(b)))
                        .isLessThan(Math.min(aircraft, breads));
            }
        }
    }

    @Test
    void manyThreadsGetTheSameVectorsAsOne() throws InterruptedException, ExecutionException {
        List<float[]> expected = MODEL.embed(TEXTS);
        try (var callers = Executors.newFixedThreadPool(16)) {
            List<Callable<List<float[]>>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(() -> MODEL.embed(TEXTS));
            }
            for (Future<List<float[]>> call : callers.invokeAll(calls)) {
                for (int i = 0; i < TEXTS.size(); i++) {
                    assertThat(call.get().get(i)).isEqualTo(expected.get(i));
                }
            }
        }
    }

    @Test
    void noTextsGiveNoVectors() {
        assertThat(MODEL.embed(List.of())).isEmpty();
    }

    @Test
    void aBlankTextIsRefusedWithItsPlace() {
        var failure =
                catchThrowableOfType(DbException.class, () -> MODEL.embed(List.of("dog", " \n")));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("Text 2 of 2");
    }

    @Test
    void aTextThatIsTooLongIsRefusedWithItsPlace() {
        var failure =
                catchThrowableOfType(
                        DbException.class,
                        () -> MODEL.embed(List.of("dog", "x".repeat(100_001), "cat")));
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failure)
                .hasMessageStartingWith("Text 2 of 3 to embed has 100001 characters")
                .hasMessageContaining("at most 100000");
    }

    @Test
    void theWindowsOfOneTextAreComputedOnAllThreads() {
        var together = new CyclicBarrier(2);
        var encoder =
                new FakeEncoder() {
                    @Override
                    public List<int[]> windows(String text) {
                        return List.of(new int[] {3, 0, 0}, new int[] {4});
                    }

                    @Override
                    public float[] encode(int[] window) {
                        try {
                            together.await(30, TimeUnit.SECONDS);
                        } catch (InterruptedException
                                | BrokenBarrierException
                                | TimeoutException e) {
                            throw new AssertionError("the windows take turns", e);
                        }
                        return window[0] == 3 ? new float[] {1, 0} : new float[] {0, 1};
                    }
                };
        try (var model = new MiniLmModel(2, _ -> encoder)) {
            // Three pieces of one direction, one of the other.
            float norm = (float) Math.sqrt(10);
            assertThat(model.embed(List.of("long")).getFirst()).containsExactly(3 / norm, 1 / norm);
        }
    }

    @Test
    void numbersOfThreadsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new MiniLmModel(0)).hasMessageContaining("1 to 1024");
        assertThatThrownBy(() -> new MiniLmModel(1025)).hasMessageContaining("not 1025");
    }

    @Test
    void loadsAtFirstUseAndOnce() throws InterruptedException, ExecutionException {
        var loads = new AtomicInteger();
        try (var model =
                        new MiniLmModel(
                                2,
                                _ -> {
                                    loads.incrementAndGet();
                                    return new FakeEncoder();
                                });
                var callers = Executors.newFixedThreadPool(8)) {
            assertThat(loads).hasValue(0);
            List<Callable<List<float[]>>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> model.embed(List.of("four")));
            }
            for (Future<List<float[]>> call : callers.invokeAll(calls)) {
                assertThat(call.get().getFirst()).containsExactly(4f);
            }
            model.load();
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    void aFailedLoadIsReportedAndTriedAgain() {
        var loads = new AtomicInteger();
        try (var model =
                new MiniLmModel(
                        1,
                        _ -> {
                            if (loads.incrementAndGet() == 1) {
                                throw new DbException(ErrorCode.UNSUPPORTED, "not here");
                            }
                            return new FakeEncoder();
                        })) {
            assertThatThrownBy(model::load).hasMessage("not here");
            assertThat(model.embed(List.of("dog")).getFirst()).containsExactly(3f);
        }
    }

    @Test
    void afterCloseEveryCallFailsWithClosed() {
        var encoder = new FakeEncoder();
        var model = new MiniLmModel(1, _ -> encoder);
        model.load();
        model.close();
        model.close();
        assertThat(encoder.closed).hasValue(1);
        assertClosed(() -> model.embed(List.of("dog")));
        assertThat(encoder.closed).as("nothing was loaded again and left open").hasValue(1);
    }

    @Test
    void aModelClosedBeforeItsFirstUseDoesNotLoad() {
        var model = new MiniLmModel(1);
        model.close();
        assertClosed(model::load);
        assertClosed(() -> model.embed(List.of("dog")));
    }

    @Test
    void closeWaitsForTheTextBeingComputedAndFailsTheRest()
            throws InterruptedException, ExecutionException {
        var computing = new CountDownLatch(1);
        var computed = new AtomicInteger();
        var encoder =
                new FakeEncoder() {
                    @Override
                    public float[] encode(int[] window) {
                        computing.countDown();
                        awaitInterrupt();
                        assertThat(closed).as("closed below a running text").hasValue(0);
                        computed.incrementAndGet();
                        return super.encode(window);
                    }
                };
        var model = new MiniLmModel(1, _ -> encoder);
        try (var caller = Executors.newSingleThreadExecutor()) {
            Future<?> call =
                    caller.submit(() -> assertClosed(() -> model.embed(List.of("a", "b", "c"))));
            computing.await();
            model.close();
            call.get();
        }
        assertThat(computed).hasValue(1);
        assertThat(encoder.closed).hasValue(1);
    }

    /// Returns when the pool interrupts its threads, which is how it begins to close.
    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertClosed(Runnable call) {
        var failure = catchThrowableOfType(DbException.class, call::run);
        assertThat(failure.code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(failure).hasMessage("The embedding model 'all-MiniLM-L6-v2' was closed.");
    }
}
