package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicBoolean;

class SearchLoadTest {
    private final SearchLoad load = new SearchLoad(4);

    @Test
    void searchesLeaveTheOtherCoresToBuildersButAlwaysOne() {
        assertThat(load.builders()).isEqualTo(Integer.MAX_VALUE);
        for (int left : new int[] {3, 2, 1, 1, 1}) {
            load.begin();
            assertThat(load.builders()).isEqualTo(left);
        }
        for (int left : new int[] {1, 1, 2, 3}) {
            load.end();
            assertThat(load.builders()).isEqualTo(left);
        }
    }

    @Test
    void aCoreIsKeptFreeForAWhileAfterASearch() throws InterruptedException {
        int builders = Integer.MAX_VALUE;
        // A thread that is halted between the two calls may come too late.
        while (builders == Integer.MAX_VALUE) {
            load.begin();
            load.end();
            builders = load.builders();
        }
        assertThat(builders).isEqualTo(3);
        while (load.builders() != Integer.MAX_VALUE) {
            Thread.sleep(10);
        }
    }

    @Test
    void builderThreadsBeyondThoseThatHaveACorePause() throws InterruptedException {
        load.begin();
        AtomicBoolean ended = new AtomicBoolean();
        Thread builder =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            while (!ended.get()) {
                                load.step(3);
                            }
                        });
        while (builder.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        ended.set(true);
        builder.join();
    }

    @Test
    void whoHasACoreDoesNotPause() {
        load.begin();
        // With a pause each it would take hours.
        for (int i = 0; i < 1_000_000; i++) {
            load.step(2);
        }
        SearchLoad idle = new SearchLoad(4);
        for (int i = 0; i < 1_000_000; i++) {
            idle.step(100);
        }
    }
}
