package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.audio.AudioBackend;
import org.earshot.softphone.media.audio.AudioDevice;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.AudioSink;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.junit.jupiter.api.Test;

class RingerTest {
    private static final Id FIRST = new Id(1);
    private static final Id SECOND = new Id(2);

    private final BlockingQueue<String> devices = new LinkedBlockingQueue<>();
    private final List<AudioSession> amongCalls = new ArrayList<>();
    private boolean elsewhere;
    private final Ringer ringer =
            new Ringer(
                    new Backend(),
                    AudioSpec.Null::new,
                    amongCalls::add,
                    amongCalls::remove,
                    () -> elsewhere);

    /// Says when the ringer's device is opened and closed.
    private final class Backend implements AudioBackend {
        @Override
        public AudioSource openSource(AudioSpec spec) throws AudioException {
            throw new AudioException("a ringer hears nothing");
        }

        @Override
        public AudioSink openSink(AudioSpec spec) {
            devices.add("rings");
            return new AudioSink() {
                @Override
                public void write(short[] frame) {
                    Thread.onSpinWait();
                }

                @Override
                public void close() {
                    devices.add("silent");
                }
            };
        }

        @Override
        public List<AudioDevice> devices() {
            return List.of();
        }
    }

    private void comes(Id call) {
        ringer.accept(new UserAgentEvent.IncomingCall(call, "sip:bob@example.org", "Bob"));
    }

    private void is(Id call, CallPhase state) {
        ringer.accept(
                new UserAgentEvent.CallChanged(
                        call,
                        state,
                        "sip:bob@example.org",
                        true,
                        "",
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    private String next() throws InterruptedException {
        return devices.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallRingsUntilItIsAnswered() throws Exception {
        comes(FIRST);
        assertThat(next()).isEqualTo("rings");
        assertThat(amongCalls).isEmpty();
        is(FIRST, CallPhase.ESTABLISHED);
        assertThat(next()).isEqualTo("silent");
    }

    @Test
    void whoTalksHearsALowToneInstead() {
        is(FIRST, CallPhase.ESTABLISHED);
        comes(SECOND);
        assertThat(amongCalls).hasSize(1);
        assertThat(devices).isEmpty();
        is(SECOND, CallPhase.ENDED);
        assertThat(amongCalls).isEmpty();
        assertThat(devices).isEmpty();
    }

    @Test
    void whoTalksOnAnotherAccountHearsTheLowToneToo() {
        elsewhere = true;
        comes(SECOND);
        assertThat(amongCalls).hasSize(1);
        assertThat(devices).isEmpty();
        is(SECOND, CallPhase.ENDED);
        assertThat(amongCalls).isEmpty();
    }

    @Test
    void oneThatStillRingsWhenTheOtherHasEndedRingsAloud() throws Exception {
        is(FIRST, CallPhase.HELD);
        comes(SECOND);
        is(FIRST, CallPhase.ENDED);
        assertThat(amongCalls).isEmpty();
        assertThat(next()).isEqualTo("rings");
        is(SECOND, CallPhase.ENDED);
        assertThat(next()).isEqualTo("silent");
    }

    @Test
    void theCallThatWasTakenIsOneInWhichSomebodyTalks() {
        is(FIRST, CallPhase.ESTABLISHED);
        comes(SECOND);
        is(SECOND, CallPhase.ESTABLISHED);
        assertThat(amongCalls).isEmpty();
        is(FIRST, CallPhase.ENDED);
        comes(FIRST);
        assertThat(amongCalls).hasSize(1);
    }
}
