package io.vecdb.api;

import static io.vecdb.api.Refusals.assertInvalid;
import static io.vecdb.api.Refusals.assertLimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

class PointIdTest {
    private static final UUID LOW = UUID.fromString("00000000-0000-0001-0000-000000000002");
    private static final UUID HIGH = UUID.fromString("ffffffff-0000-0001-0000-000000000002");

    @Test
    void integersComeBeforeUuidsAndUuidsBeforeTexts() {
        List<PointId> ordered =
                List.of(
                        PointId.of(0),
                        PointId.of(1),
                        PointId.of(Long.MAX_VALUE),
                        PointId.of(Long.MIN_VALUE),
                        PointId.of(-1L),
                        PointId.of(new UUID(0, 0)),
                        PointId.of(LOW),
                        PointId.of(new UUID(1, -1)),
                        PointId.of(HIGH),
                        PointId.of("\u0000"),
                        PointId.of("0"),
                        PointId.of("Z"),
                        PointId.of("a"),
                        PointId.of("a\u0000"),
                        PointId.of("aa"),
                        PointId.of("é"),
                        PointId.of("\uffff"),
                        PointId.of("\ud800\udc00"));
        List<PointId> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
                        .as("%s, %s", ordered.get(i), ordered.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void orderIsThatOfTheValuesTheIdsStandFor() {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long a = random.nextLong() >> random.nextInt(64);
            long b = random.nextLong() >> random.nextInt(64);
            assertThat(Integer.signum(PointId.of(a).compareTo(PointId.of(b))))
                    .as("seed %d: %d, %d", seed, a, b)
                    .isEqualTo(unsigned(a).compareTo(unsigned(b)));
            String s = text(random);
            String t = text(random);
            int bytes =
                    Arrays.compareUnsigned(
                            s.getBytes(StandardCharsets.UTF_8), t.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(PointId.of(s).compareTo(PointId.of(t))))
                    .as("seed %d: %s, %s", seed, s, t)
                    .isEqualTo(Integer.signum(bytes));
            assertThat(PointId.of(s).compareTo(PointId.of(t)) == 0)
                    .isEqualTo(PointId.of(s).equals(PointId.of(t)));
        }
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    private static String text(Random random) {
        int[] codePoints = {'a', 'b', 'é', '日', 0xffff, 0x10000, 0x1f600};
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
        }
        return text.toString();
    }

    @Test
    void everySpellingOfAUuidIsOneId() {
        PointId id = PointId.of(UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"));
        assertThat(PointId.of("0f8fad5b-d9cb-469f-a165-70867728950e")).isEqualTo(id);
        assertThat(PointId.of("0F8FAD5B-d9cb-469F-A165-70867728950E")).isEqualTo(id);
        assertThat(id).hasToString("0f8fad5b-d9cb-469f-a165-70867728950e");
        assertInvalid(
                () -> new PointId.Text("0F8FAD5B-D9CB-469F-A165-70867728950E"),
                "is a UUID; create it with PointId.of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "1-1-1-1-1",
                "0f8fad5bd9cb469fa16570867728950e",
                "{0f8fad5b-d9cb-469f-a165-70867728950e}",
                "0f8fad5b-d9cb-469f-a165-70867728950g",
                " 0f8fad5b-d9cb-469f-a165-70867728950e"
            })
    void otherTextsStayTexts(String text) {
        assertThat(PointId.of(text)).isEqualTo(new PointId.Text(text)).hasToString(text);
    }

    @Test
    void integersAreShownUnsigned() {
        assertThat(PointId.of(-1L)).hasToString("18446744073709551615");
        assertThat(PointId.of(7)).hasToString("7");
    }

    @Test
    void emptyTextIsRefused() {
        assertInvalid(() -> PointId.of(""), "must not be the empty string");
    }

    @Test
    void textsAreLimitedByTheirUtf8Bytes() {
        assertThat(PointId.of("x".repeat(512))).isNotNull();
        assertThat(PointId.of("é".repeat(256))).isNotNull();
        assertThat(PointId.of("\ud83d\ude00".repeat(128))).isNotNull();
        assertLimit(() -> PointId.of("x".repeat(513)), "longer than 512 UTF-8 bytes");
        assertLimit(() -> PointId.of("é".repeat(257)), "longer than 512 UTF-8 bytes");
        assertLimit(() -> PointId.of("日".repeat(171)), "'日日");
        assertLimit(() -> PointId.of("x".repeat(10_000_000)), "longer than 512 UTF-8 bytes");
    }

    @Test
    void unpairedSurrogatesAreRefused() {
        assertInvalid(() -> PointId.of("a\ud800"), "unpaired surrogate");
        assertInvalid(() -> PointId.of("\udc00a"), "unpaired surrogate");
        assertInvalid(() -> PointId.of("\ude00\ud83d"), "unpaired surrogate");
    }
}
