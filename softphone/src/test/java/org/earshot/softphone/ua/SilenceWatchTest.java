package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.earshot.softphone.media.Silence;
import org.junit.jupiter.api.Test;

/// Second by second.
class SilenceWatchTest {
    private final List<String> told = new ArrayList<>();
    private final SilenceWatch watch = new SilenceWatch();
    private final FlowWatch flow = new FlowWatch(Duration.ofMinutes(1), Duration.ofMinutes(10));
    private Silence silence = Silence.NONE;
    private long packets;
    private long refused;
    private long strange;
    private long captured;
    private long spoken;
    private long played;
    private long heard;
    private boolean systemMuted;
    private boolean missing;
    private boolean hasMicrophone = true;
    private boolean muted;

    private void seconds(int count, boolean packetsCome, boolean theySpeak, boolean weSpeak) {
        for (int i = 0; i < count; i++) {
            packets += packetsCome ? 50 : 0;
            played += 100;
            heard += theySpeak ? 100 : 0;
            captured += 100;
            spoken += weSpeak ? 100 : 0;
            watch.look(
                    SilenceWatch.Expected.AUDIO,
                    flow.look(true, Statistics.of(packets, 0, silence, refused, strange)),
                    hasMicrophone,
                    new Sound.Facts(true, systemMuted, missing, captured, spoken, played, heard),
                    muted,
                    trouble -> told.add(trouble.about() + ": " + trouble.text()));
        }
    }

    @Test
    void aGoodCallIsNotTalkedAbout() {
        seconds(100, true, true, true);
        assertThat(told).isEmpty();
    }

    @Test
    void noMicrophone() {
        hasMicrophone = false;
        missing = true;
        seconds(2, true, true, false);
        assertThat(told)
                .containsExactly(
                        "SPOKEN: You hear the other side, but it can't hear you: there is no microphone. Plug one in, and it can");
        hasMicrophone = true;
        missing = false;
        seconds(1, true, true, true);
        assertThat(told).last().isEqualTo("SPOKEN: ");
    }

    @Test
    void packetsThatDoNotArrive() {
        seconds(1, true, true, true);
        seconds(2, false, false, true);
        assertThat(told).isEmpty();
        seconds(5, false, false, true);
        assertThat(told)
                .containsExactly(
                        "RECEIVED: No audio received for 3 s: the other side's packets do not arrive");
        seconds(1, true, true, true);
        assertThat(told).hasSize(2).last().isEqualTo("RECEIVED: ");
    }

    @Test
    void packetsThatCannotBeUsed() {
        seconds(1, true, true, true);
        for (int second = 0; second < 5; second++) {
            refused += 50;
            seconds(1, false, false, true);
        }
        assertThat(told)
                .containsExactly(
                        "RECEIVED: No audio received for 3 s: packets arrive, but this call's keys don't fit them, or they come from somebody else");
        seconds(3, false, false, true);
        assertThat(told).last().asString().contains("do not arrive");
    }

    @Test
    void packetsInAFormatThatWasNotAgreedUpon() {
        seconds(2, true, true, true);
        for (int second = 0; second < 20; second++) {
            strange += 50;
            seconds(1, true, false, true);
        }
        assertThat(told)
                .containsExactly(
                        "RECEIVED: No audio received for 3 s: packets arrive, but in a format that this call has not agreed upon");
        strange += 10; // and others that are audio
        seconds(1, true, true, true);
        assertThat(told).last().isEqualTo("RECEIVED: ");
    }

    @Test
    void whoIsSilentAndSaidSoIsNotTalkedAbout() {
        seconds(2, true, true, true);
        silence = Silence.COMFORT_NOISE;
        seconds(100, false, true, true);
        assertThat(told).isEmpty();
    }

    @Test
    void whoSendsNothingByItsOwnReports() {
        seconds(2, true, true, true);
        seconds(4, false, false, true);
        silence = Silence.NOTHING_SENT;
        seconds(100, false, false, true);
        assertThat(told)
                .containsExactly(
                        "RECEIVED: No audio received for 3 s: the other side's packets do not arrive",
                        "RECEIVED: No audio received for 3 s: the other side sends none");
    }

    @Test
    void packetsWithNothingInThem() {
        seconds(4, true, false, true);
        assertThat(told).isEmpty();
        seconds(1, true, false, true);
        assertThat(told).singleElement().asString().contains("sends only silence");
    }

    @Test
    void aMicrophoneThatGivesZeros() {
        seconds(5, true, true, false);
        assertThat(told).singleElement().asString().startsWith("SPOKEN: Your microphone gives");
        muted = true;
        seconds(1, true, true, false);
        assertThat(told).as("whoever is muted need not be told").last().isEqualTo("SPOKEN: ");
    }

    @Test
    void aMicrophoneThatTheSystemHasMutedOrThatIsGone() {
        systemMuted = true;
        seconds(2, true, true, false);
        assertThat(told).singleElement().asString().contains("muted by the system");
        missing = true;
        seconds(1, true, true, false);
        assertThat(told).last().asString().contains("there is no microphone");
        watch.end(trouble -> told.add(trouble.about() + ": " + trouble.text()));
        assertThat(told).last().isEqualTo("SPOKEN: ");
    }
}
