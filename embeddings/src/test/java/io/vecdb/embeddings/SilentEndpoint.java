package io.vecdb.embeddings;

import io.vecdb.embeddings.FakeEndpoint.Response;

import java.util.concurrent.CountDownLatch;

/// Takes requests and does not answer before it is closed.
final class SilentEndpoint implements AutoCloseable {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    final FakeEndpoint endpoint =
            new FakeEndpoint((request, _) -> {
                asked.countDown();
                end.await();
                return Response.vectorsOf(request);
            });

    @Override
    public void close() {
        end.countDown();
        endpoint.close();
    }
}
