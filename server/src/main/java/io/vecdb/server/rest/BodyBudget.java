package io.vecdb.server.rest;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory of the bodies that are arriving, waiting or worked on, however many clients
/// send them: bytes are counted as they come in, and given back when the request was answered.
final class BodyBudget {
    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    BodyBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    long heldBytes() {
        return heldBytes.get();
    }

    /// The same request; reading it fails with [RejectedExecutionException] when the budget is used
    /// up.
    HttpRequest count(ServiceRequestContext context, HttpRequest request) {
        var share = new Share();
        var _ = context.log().whenComplete().thenRun(share::giveBack);
        return request.peekData(data -> share.take(data.length()));
    }

    /// What one request holds.
    private final class Share {
        private long bytes;
        private boolean over;

        synchronized void take(int more) {
            if (over) {
                return;
            }
            if (heldBytes.addAndGet(more) > limitBytes) {
                heldBytes.addAndGet(-more);
                throw new RejectedExecutionException("bodies take too much memory");
            }
            bytes += more;
        }

        synchronized void giveBack() {
            over = true;
            heldBytes.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
