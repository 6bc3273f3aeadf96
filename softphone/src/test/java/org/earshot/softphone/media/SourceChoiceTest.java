package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceChoiceTest {
    private static final long MS = 1_000_000;
    private static final int A = 1;
    private static final int B = 2;

    private final SourceChoice choice = new SourceChoice();
    private long now = -5 * MS; // time has no zero

    private int heard(int ssrc, int packets) {
        int count = 0;
        for (int i = 0; i < packets; i++) {
            count += choice.isHeard(ssrc, now += 20 * MS) ? 1 : 0;
        }
        return count;
    }

    @Test
    void anotherIsHeardAtOnce() {
        assertThat(heard(A, 10)).isEqualTo(10);
        assertThat(heard(B, 10)).isEqualTo(10);
    }

    @Test
    void ofTwoThatSendAtTheSameTimeTheNewerIsHeard() {
        assertThat(heard(A, 10)).isEqualTo(10);
        int ofA = 0;
        int ofB = 0;
        for (int i = 0; i < 500; i++) {
            ofB += choice.isHeard(B, now += 10 * MS) ? 1 : 0;
            ofA += choice.isHeard(A, now += 10 * MS) ? 1 : 0;
        }
        assertThat(ofB).isEqualTo(500);
        assertThat(ofA).isZero();

        assertThat(heard(A, 50)).as("when the newer one is silent").isBetween(40, 42);
    }

    @Test
    void whatIsOvertakenAtAChangeDoesNotChangeBack() {
        assertThat(heard(A, 10)).isEqualTo(10);
        assertThat(choice.isHeard(B, now += MS)).isTrue();
        assertThat(choice.isHeard(A, now += MS)).isFalse();
        assertThat(choice.isHeard(B, now += MS)).isTrue();
    }

    /// As from a server's music to the one who had put the call on hold.
    @Test
    void whoComesBackAfterAWhileIsHeardAtOnce() {
        assertThat(heard(A, 10)).isEqualTo(10);
        assertThat(heard(B, 60)).isEqualTo(60);
        assertThat(heard(A, 60)).isEqualTo(60);
        assertThat(heard(B, 60)).isEqualTo(60);
    }

    @Test
    void manySourcesOneAfterTheOtherAreAllHeard() {
        for (int ssrc = 0; ssrc < 100; ssrc++) {
            assertThat(choice.isHeard(ssrc, now += 20 * MS)).isTrue();
        }
    }
}
