package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who hears whom. Each speaker says a value of his own, so that a sum tells who is in it.
class ConferenceTest {
    private static final short[] SILENCE = new short[AudioFrame.SAMPLES];
    private static final short MICROPHONE = 1;

    private final Conference conference = new Conference();
    private final List<Conference.Seat> seats = new ArrayList<>();
    private long time;

    private static short[] frame(int value) {
        short[] frame = new short[AudioFrame.SAMPLES];
        Arrays.fill(frame, (short) value);
        return frame;
    }

    private void sit(int count) {
        for (int i = 0; i < count; i++) {
            seats.add(conference.sit());
        }
    }

    /// The others' 10 ms, and then those of our microphone.
    ///
    /// @return what each hears
    private List<Integer> tick(int... said) {
        for (int i = 0; i < said.length; i++) {
            seats.get(i).said(frame(said[i]));
        }
        time += AudioFrame.NANOS;
        List<Integer> heard = new ArrayList<>();
        for (Conference.Seat seat : seats) {
            short[] mixed = seat.hears(frame(MICROPHONE), time);
            assertThat(mixed).containsOnly(mixed[0]);
            heard.add((int) mixed[0]);
        }
        return heard;
    }

    @Test
    void eachOfSixHearsAllOthersAndNotHimself() {
        sit(6);
        tick(10, 20, 40, 80, 160, 320);

        List<Integer> heard = tick(10, 20, 40, 80, 160, 320);

        int all = 10 + 20 + 40 + 80 + 160 + 320 + MICROPHONE;
        assertThat(heard)
                .containsExactly(all - 10, all - 20, all - 40, all - 80, all - 160, all - 320);
    }

    @Test
    void whoLeavesIsHeardNoMore() {
        sit(3);
        tick(10, 20, 40);
        tick(10, 20, 40);

        seats.get(1).close();

        assertThat(tick(10, 20, 40).getFirst()).isEqualTo(40 + MICROPHONE);
    }

    @Test
    void whatIsTooLoudIsLimited() {
        sit(3);
        tick(30_000, 30_000, -30_000);

        List<Integer> heard = tick(30_000, 30_000, -30_000);

        assertThat(heard)
                .containsExactly((int) MICROPHONE, (int) MICROPHONE, (int) Short.MAX_VALUE);
    }

    @Test
    void alreadyWithTwoFramesItFlowsAndARepeatedQuestionIsNotAnotherFrame() {
        sit(2);
        assertThat(tick(10, 20)).containsExactly((int) MICROPHONE, (int) MICROPHONE);

        seats.getFirst().said(frame(10));
        time += AudioFrame.NANOS;

        assertThat(seats.get(1).hears(SILENCE, time)).containsOnly((short) 10);
        assertThat(seats.get(1).hears(SILENCE, time)).containsOnly((short) 10);
    }

    @Test
    void aClockThatIsFasterLosesAFrameAndOneThatIsSlowerGivesSilence() {
        sit(2);
        for (int i = 0; i < 20; i++) {
            seats.getFirst().said(frame(i)); // twice as fast
            seats.getFirst().said(frame(i));
            time += AudioFrame.NANOS;
            short heard = seats.get(1).hears(SILENCE, time)[0];
            assertThat((int) heard).isBetween(Math.max(0, i - 3), i);
        }
        for (int i = 0; i < 10; i++) {
            time += AudioFrame.NANOS;
            seats.get(1).hears(SILENCE, time);
        }
        assertThat(seats.get(1).hears(SILENCE, time)).containsOnly((short) 0);
    }
}
