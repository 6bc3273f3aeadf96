package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.softphone.media.SessionPair.G722;
import static org.earshot.softphone.media.SessionPair.OPUS;
import static org.earshot.softphone.media.SessionPair.PCMU;
import static org.earshot.softphone.media.SessionPair.await;

import java.util.List;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.codec.OpusMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keys as events and as tones, between two sessions.
class SessionDigitsIT {
    @RegisterExtension private final SessionPair pair = new SessionPair();
    private final TestSession alice = pair.alice;
    private final TestSession bob = pair.bob;

    @Test
    void digitsArriveOnceEachInPlaceOfAudio() {
        pair.startEncrypted(PCMU);
        alice.session.sendDigits("12*D");
        pair.talk(4 * 12);
        await(() -> bob.digits().equals("12*D"));
        assertThatThrownBy(() -> alice.session.sendDigits("x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutEventsDigitsAreHeardAsTones() {
        withoutEvents(PCMU);
        aliceSaysFive();
        assertThat(alice.sent()).isEqualTo(30);
        assertThat(bob.digits()).isEqualTo("5");
    }

    /// Whatever is said meanwhile; nobody has to wait between two keys.
    @ParameterizedTest
    @MethodSource("choices")
    void whoTakesNoEventsHearsDigitsAsTones(CodecChoice codec) {
        withoutEvents(codec);
        alice.session.sendDigits("9");
        alice.session.sendDigits("*0#A");
        pair.talkInStep(120);
        assertThat(bob.digits()).isEqualTo("9*0#A");
        assertThat(alice.digits()).isEmpty();
    }

    static List<CodecChoice> choices() {
        return List.of(
                PCMU,
                PCMU.withComfortNoise(),
                new CodecChoice(CodecName.PCMA, 8, 30),
                G722,
                OPUS,
                new CodecChoice(CodecName.OPUS, 96, 60)
                        .with(new OpusMode(true, false, true, false, 16_000, 8_000)));
    }

    @ParameterizedTest
    @MethodSource("quietChoices")
    void whoIsMutedPressesKeysAllTheSame(CodecChoice codec) {
        withoutEvents(codec);
        alice.session.setMuted(true);
        pair.talkInStep(20);
        alice.session.sendDigits("42");
        pair.talkInStep(60);
        assertThat(bob.digits()).isEqualTo("42");
    }

    /// With which nothing is sent while nobody speaks.
    static List<CodecChoice> quietChoices() {
        OpusMode discontinuous = new OpusMode(true, false, true, false, 48_000, 48_000);
        return List.of(PCMU.withComfortNoise(), G722.withComfortNoise(), OPUS.with(discontinuous));
    }

    @Test
    void tonesWaitForTheEndOfTheHold() {
        withoutEvents(PCMU);
        alice.turn(Direction.INACTIVE);
        alice.session.sendDigits("78");
        alice.tick(100);
        alice.turn(Direction.SEND_RECV);
        pair.talkInStep(60);
        assertThat(bob.digits()).isEqualTo("78");
    }

    @Test
    void keysThatWaitGoAsEventsOnceThesAreAgreedUpon() {
        withoutEvents(PCMU);
        alice.session.sendDigits("123");
        alice.tick(12);
        alice.events(true);
        bob.events(true);
        alice.session.update(alice.plain(pair.relay.forLeft(), PCMU));
        bob.session.update(bob.plain(pair.relay.forRight(), PCMU));
        pair.talk(30);
        await(() -> bob.digits().endsWith("23"));
    }

    @Test
    void onHoldNoAudioGoesOutAndDigitsWait() {
        pair.startEncrypted(PCMU);
        pair.talk(5);
        await(() -> bob.received() == 5);
        alice.turn(Direction.INACTIVE);
        alice.session.sendDigits("7");
        pair.talk(10);
        assertThat(alice.sent()).isEqualTo(5);
        alice.turn(Direction.SEND_RECV);
        pair.talk(12);
        await(() -> bob.digits().equals("7"));
        assertThat(bob.session.statistics().packetsLost()).isZero();
    }

    /// Whoever is called and only rings, or whose machine answers, does not hear the room yet.
    @Test
    void whatIsSaidBeforeTheAnswerIsNotHeard() {
        alice.events(false);
        bob.events(false);
        alice.session.startEarly(alice.plain(pair.relay.forLeft(), PCMU));
        bob.session.start(bob.plain(pair.relay.forRight(), PCMU));
        aliceSaysFive();
        assertThat(bob.digits()).isEmpty();
        alice.session.answered();
        aliceSaysFive();
        assertThat(bob.digits()).isEqualTo("5");
    }

    private void withoutEvents(CodecChoice codec) {
        alice.events(false);
        bob.events(false);
        pair.startPlain(codec);
    }

    /// In 30 packets, each heard as soon as it has come.
    private void aliceSaysFive() {
        for (int frame = 0; frame < 60; frame++) {
            alice.say(frame < 40 ? five(frame) : new short[AudioFrame.SAMPLES]);
            pair.awaitWhatWasSent();
            bob.tick(1);
        }
    }

    /// 10 ms of the tones of that key, -10 dBm0 each.
    private static short[] five(int frame) {
        short[] samples = new short[AudioFrame.SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            double second = (frame * samples.length + i) / 48_000.0;
            samples[i] =
                    (short)
                            (7_000
                                    * (Math.sin(2 * Math.PI * 770 * second)
                                            + Math.sin(2 * Math.PI * 1_336 * second)));
        }
        return samples;
    }
}
