package io.vecdb.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

class BoundedBodyTest {
    private final List<String> asked = new ArrayList<>();
    private final BoundedBody body = new BoundedBody(5);

    private BoundedBodyTest() {
        body.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        asked.add("request");
                    }

                    @Override
                    public void cancel() {
                        asked.add("cancel");
                    }
                });
    }

    private void send(String... parts) {
        for (String part : parts) {
            body.onNext(List.of(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private BoundedBody.Bytes received() {
        return body.getBody().toCompletableFuture().join();
    }

    @Test
    void aBodyOfTheAllowedSizeIsWhole() {
        send("abc", "", "de");
        body.onComplete();
        assertThat(received().content()).asString().isEqualTo("abcde");
        assertThat(received().whole()).isTrue();
        assertThat(asked).containsExactly("request");
    }

    @Test
    void oneByteMoreEndsTheReading() {
        send("abc", "def");
        assertThat(received().content()).asString().isEqualTo("abcde");
        assertThat(received().whole()).isFalse();
        assertThat(asked).containsExactly("request", "cancel");
        send("late");
        body.onComplete();
        assertThat(received().content()).asString().isEqualTo("abcde");
    }

    @Test
    void aBrokenConnectionIsNoBody() {
        send("abc");
        body.onError(new IOException("reset"));
        assertThatThrownBy(this::received).hasRootCauseMessage("reset");
    }
}
