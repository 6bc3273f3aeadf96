package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.Silence.COMFORT_NOISE;
import static org.earshot.softphone.media.Silence.NONE;
import static org.earshot.softphone.media.Silence.NOTHING_SENT;

import java.time.Duration;
import java.util.Optional;
import org.earshot.softphone.media.Silence;
import org.junit.jupiter.api.Test;

/// Second by second, until the watch says that the call is to end.
class FlowWatchTest {
    private static final int LIMIT = 60;
    private static final int QUIET_LIMIT = 600;
    private static final int LONG = 10_000; // seconds
    private static final Optional<String> NOTHING_HEARD =
            Optional.of("nothing was heard for 60 seconds");
    private static final Optional<String> NO_SIGN_OF_LIFE =
            Optional.of("neither audio nor reports came for 600 seconds");

    private final FlowWatch watch =
            new FlowWatch(Duration.ofSeconds(LIMIT), Duration.ofSeconds(QUIET_LIMIT));
    private long packets;
    private long reports;
    private long refused;
    private boolean expected = true;
    private FlowWatch.Flow last;

    /// Looks for so many seconds, or until the call is to end.
    ///
    /// @return seconds that went by before that
    private int seconds(int count, int packetsEach, int reportsEach, Silence silence) {
        for (int second = 0; second < count; second++) {
            packets += packetsEach;
            reports += reportsEach;
            last = watch.look(expected, Statistics.of(packets, reports, silence, refused));
            if (last.end().isPresent()) {
                return second + 1;
            }
        }
        return count;
    }

    private int speech(int count) {
        return seconds(count, 50, 0, NONE);
    }

    private int nothing(int count, Silence silence) {
        return seconds(count, 0, 0, silence);
    }

    @Test
    void speechGoesOn() {
        assertThat(speech(LONG)).isEqualTo(LONG);
        assertThat(last).isEqualTo(new FlowWatch.Flow(true, 0, 0, 0, false, Optional.empty()));
    }

    @Test
    void whatNeverCameIsMissed() {
        assertThat(nothing(LONG, NONE)).isEqualTo(LIMIT);
        assertThat(last.end()).isEqualTo(NOTHING_HEARD);
    }

    @Test
    void speechAndThenNothing() {
        speech(30);
        assertThat(nothing(LONG, NONE)).isEqualTo(LIMIT);
        assertThat(last.end()).isEqualTo(NOTHING_HEARD);
        assertThat(last.noAudio()).isEqualTo(LIMIT);
    }

    /// One can hear us, but not be heard, and says that it sends.
    @Test
    void speechAndThenReportsAlone() {
        speech(30);
        assertThat(seconds(LONG, 0, 1, NONE)).isEqualTo(LIMIT);
        assertThat(last.end()).isEqualTo(NOTHING_HEARD);
    }

    @Test
    void noiseAndThenNothing() {
        speech(30);
        seconds(1, 1, 0, COMFORT_NOISE);
        assertThat(nothing(LONG, COMFORT_NOISE)).isEqualTo(QUIET_LIMIT);
        assertThat(last.end()).isEqualTo(NO_SIGN_OF_LIFE);
        assertThat(last.noAudio()).as("it is a silence, and no loss").isZero();
    }

    @Test
    void noiseAloneAndThenNothing() {
        seconds(1, 1, 0, COMFORT_NOISE);
        assertThat(nothing(QUIET_LIMIT - 1, COMFORT_NOISE)).isEqualTo(QUIET_LIMIT - 1);
        assertThat(last.end()).isEmpty();
    }

    @Test
    void noiseAndThenReportsAlone() {
        seconds(1, 1, 0, COMFORT_NOISE);
        for (int report = 0; report < 1_000; report++) {
            assertThat(nothing(QUIET_LIMIT - 1, COMFORT_NOISE)).isEqualTo(QUIET_LIMIT - 1);
            seconds(1, 0, 1, COMFORT_NOISE);
        }
        assertThat(last.end()).isEmpty();
        assertThat(nothing(LONG, COMFORT_NOISE)).as("and then those end").isEqualTo(QUIET_LIMIT);
    }

    @Test
    void noiseThenSpeechAndThenNothing() {
        seconds(1, 1, 0, COMFORT_NOISE);
        nothing(300, COMFORT_NOISE);
        speech(2);
        assertThat(nothing(LONG, NONE)).isEqualTo(LIMIT);
        assertThat(last.end()).isEqualTo(NOTHING_HEARD);
    }

    @Test
    void noiseAndThenWhatCannotBeUsed() {
        seconds(1, 1, 0, COMFORT_NOISE);
        int seconds = 0;
        do {
            refused += 50;
            seconds += nothing(1, COMFORT_NOISE);
        } while (last.end().isEmpty());
        assertThat(seconds).isEqualTo(LIMIT);
        assertThat(last.end()).isEqualTo(NOTHING_HEARD);
        assertThat(last.onlyRefused()).isEqualTo(LIMIT);
    }

    /// As when the packet that announced the silence got lost.
    @Test
    void whoSaysInItsReportsThatItSendsNothingLives() {
        speech(30);
        nothing(LIMIT / 2, NONE);
        for (int report = 0; report < 1_000; report++) {
            seconds(1, 0, 1, NOTHING_SENT);
            assertThat(nothing(5, NOTHING_SENT)).isEqualTo(5);
        }
        assertThat(last.nothingSent()).isTrue();
        assertThat(last.noAudio()).as("nothing is heard all the same").isGreaterThan(5_000);
        assertThat(nothing(LONG, NOTHING_SENT)).isLessThan(QUIET_LIMIT);
        assertThat(last.end()).isEqualTo(NO_SIGN_OF_LIFE);
    }

    @Test
    void whoIsNotToSendIsNotMissed() {
        expected = false;
        assertThat(nothing(LONG, NONE)).isEqualTo(LONG);
        expected = true;
        assertThat(nothing(LONG, NONE)).isEqualTo(LIMIT);
    }
}
