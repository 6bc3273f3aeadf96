package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.Sound.Device;
import org.earshot.softphone.ua.Sound.Use;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.AudioTrouble;
import org.earshot.softphone.ua.UserAgentEvent.SoundDevices;
import org.earshot.softphone.ua.UserAgentEvent.SoundMatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that are chosen, remembered, pulled and changed in mid-call, on a machine with a built-in microphone and loudspeaker.
class EngineSoundTest {
    private static final AudioSpec DEVICE = AudioSpec.parse("device");
    private static final int BUILT_IN = 11;
    private static final int HEADSET = 22;

    @TempDir private Path folder;
    private final VirtualDevices devices =
            new VirtualDevices().microphone("built-in mic", BUILT_IN).loudspeaker("built-in spk");
    private final BlockingQueue<AudioTrouble> troubles = new LinkedBlockingQueue<>();
    private final BlockingQueue<SoundDevices> lists = new LinkedBlockingQueue<>();
    private final List<AudioEngine> engines = new ArrayList<>();

    /// A phone begins.
    private EngineSound start(AudioSpec source, AudioSpec sink) {
        EngineSound sound =
                new EngineSound(
                        devices,
                        source,
                        sink,
                        DataFolder.open(folder.resolve("data")),
                        Runnable::run);
        sound.onEvent(event -> {
            switch (event) {
                case AudioTrouble trouble -> troubles.add(trouble);
                case SoundDevices list -> lists.add(list);
                default -> throw new AssertionError(event);
            }
        });
        engines.add(sound.engine());
        return sound;
    }

    private EngineSound start() {
        return start(DEVICE, DEVICE);
    }

    private void plugHeadset() {
        devices.microphone("headset mic", HEADSET).loudspeaker("headset spk");
    }

    @AfterEach
    void close() {
        engines.forEach(AudioEngine::close);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T value = queue.poll(10, TimeUnit.SECONDS);
        assertThat(value).as("in time").isNotNull();
        return value;
    }

    /// Says a number, and tells each other one that it hears.
    private static final class Call implements AudioSession {
        private static final short SAID = 77;
        private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
        private int last;

        @Override
        public void captured(short[] frame, long nanoTime) {
            if (frame[0] != last) {
                last = frame[0];
                heard.add(last);
            }
        }

        @Override
        public void playout(short[] frame, long nanoTime) {
            Arrays.fill(frame, SAID);
        }
    }

    private Call call(EngineSound sound) {
        Call call = new Call();
        sound.engine().join(call);
        return call;
    }

    private void opens(String... names) throws InterruptedException {
        for (String name : names) {
            assertThat(devices.next(name)).as(name).isEqualTo("open");
        }
    }

    private static void isChosen(EngineSound sound, Use use, String name) {
        assertThat(sound.chosen(use)).as(use.toString()).contains(name);
    }

    @Test
    void whatNobodyHasChosenIsTheSystemsChoice() throws Exception {
        plugHeadset();
        EngineSound sound = start();

        Call call = call(sound);

        assertThat(next(call.heard)).isEqualTo(BUILT_IN);
        opens("built-in mic", "built-in spk");
        assertThat(devices.next("built-in spk")).isEqualTo("sounds");
        for (Use use : Use.values()) {
            assertThat(sound.chosen(use)).isEmpty();
        }
    }

    @Test
    void whatWasChosenIsUsedAgainInTheNextRun() throws Exception {
        plugHeadset();
        devices.loudspeaker("desk");
        EngineSound before = start();
        before.choose(Use.MICROPHONE, Optional.of("headset mic"));
        before.choose(Use.LOUDSPEAKER, Optional.of("headset spk"));
        before.choose(Use.RINGER, Optional.of("desk"));
        before.engine().close();
        devices.pull("headset mic"); // and put into another socket
        devices.loudspeaker("another, listed before").microphone("headset mic", HEADSET);

        EngineSound later = start();

        isChosen(later, Use.MICROPHONE, "headset mic");
        isChosen(later, Use.LOUDSPEAKER, "headset spk");
        isChosen(later, Use.RINGER, "desk");
        assertThat(next(call(later).heard)).isEqualTo(HEADSET);
        opens("headset mic", "headset spk");
        assertThat(devices.next("headset spk")).isEqualTo("sounds");
    }

    @Test
    void theSystemsChoiceIsRememberedToo() {
        plugHeadset();
        EngineSound before = start();
        before.choose(Use.MICROPHONE, Optional.of("headset mic"));
        before.choose(Use.MICROPHONE, Optional.empty());

        assertThat(start().chosen(Use.MICROPHONE)).isEmpty();
    }

    @Test
    void whatIsNotPluggedInIsWaitedForAndUsedThen() throws Exception {
        plugHeadset();
        start().choose(Use.MICROPHONE, Optional.of("headset mic"));
        devices.pull("headset mic");
        EngineSound later = start();
        troubles.clear();

        Call call = call(later);

        assertThat(next(call.heard)).isEqualTo(BUILT_IN);
        AudioTrouble missing = next(troubles);
        assertThat(missing.about()).isEqualTo(SoundMatter.MICROPHONE);
        assertThat(missing.text()).contains("no headset mic", "until it is back");
        isChosen(later, Use.MICROPHONE, "headset mic");

        devices.microphone("headset mic", HEADSET);

        assertThat(next(call.heard)).isEqualTo(HEADSET);
        assertThat(next(troubles)).isEqualTo(new AudioTrouble(SoundMatter.MICROPHONE, ""));
    }

    @Test
    void anotherMicrophoneInMidCallLeavesTheLoudspeakerAlone() throws Exception {
        plugHeadset();
        EngineSound sound = start();
        Call call = call(sound);
        assertThat(next(call.heard)).isEqualTo(BUILT_IN);
        opens("built-in spk");
        assertThat(devices.next("built-in spk")).isEqualTo("sounds");

        sound.choose(Use.MICROPHONE, Optional.of("headset mic"));

        assertThat(next(call.heard)).isEqualTo(HEADSET);
        opens("built-in mic");
        assertThat(devices.next("built-in mic")).isEqualTo("close");
        assertThat(devices.isQuiet("built-in spk")).isTrue();
        assertThat(next(lists).microphone()).contains("headset mic");
    }

    @Test
    void anotherLoudspeakerInMidCallLeavesTheMicrophoneAlone() throws Exception {
        plugHeadset();
        EngineSound sound = start();
        Call call = call(sound);
        assertThat(next(call.heard)).isEqualTo(BUILT_IN);
        opens("built-in mic", "built-in spk");
        assertThat(devices.next("built-in spk")).isEqualTo("sounds");

        sound.choose(Use.LOUDSPEAKER, Optional.of("headset spk"));

        opens("headset spk");
        assertThat(devices.next("headset spk")).isEqualTo("sounds");
        assertThat(devices.next("built-in spk")).isEqualTo("close");
        assertThat(devices.isQuiet("built-in mic")).isTrue();
        assertThat(call.heard).isEmpty();
    }

    @Test
    void theSystemsLoudspeakerTakesThePlaceOfOneThatIsPulledUntilItIsBack() throws Exception {
        plugHeadset();
        EngineSound sound = start();
        sound.choose(Use.LOUDSPEAKER, Optional.of("headset spk"));
        call(sound);
        opens("headset spk");
        assertThat(devices.next("headset spk")).isEqualTo("sounds");
        troubles.clear();

        devices.pull("headset spk");

        opens("built-in spk");
        assertThat(devices.next("built-in spk")).isEqualTo("sounds");
        AudioTrouble pulled = next(troubles);
        assertThat(pulled.about()).isEqualTo(SoundMatter.LOUDSPEAKER);
        assertThat(pulled.text()).contains("no headset spk", "until it is back");
        assertThat(devices.next("headset spk")).isEqualTo("close");

        devices.loudspeaker("headset spk");

        opens("headset spk");
        assertThat(devices.next("headset spk")).isEqualTo("sounds");
        assertThat(devices.next("built-in spk")).isEqualTo("close");
        assertThat(next(troubles)).isEqualTo(new AudioTrouble(SoundMatter.LOUDSPEAKER, ""));
    }

    @Test
    void aPhoneWithoutAMicrophoneSaysSoAndUsesTheFirstThatComes() throws Exception {
        devices.pull("built-in mic");
        EngineSound sound = start();
        assertThat(sound.hasMicrophone()).isFalse();
        Call call = call(sound);
        assertThat(next(troubles).about()).isEqualTo(SoundMatter.MICROPHONE);
        assertThat(sound.facts().isMissing()).isTrue();

        devices.microphone("built-in mic", BUILT_IN);

        assertThat(next(call.heard)).isEqualTo(BUILT_IN);
        assertThat(sound.hasMicrophone()).isTrue();
        assertThat(next(troubles)).isEqualTo(new AudioTrouble(SoundMatter.MICROPHONE, ""));
        assertThat(sound.facts().isMissing()).isFalse();
        assertThat(next(lists).devices())
                .extracting(Device::name)
                .containsExactly("built-in mic", "built-in spk");
    }

    @Test
    void itRingsOnADeviceOfItsOwnAlsoInTheNextRun() throws Exception {
        plugHeadset();
        devices.loudspeaker("desk");
        EngineSound before = start();
        before.choose(Use.LOUDSPEAKER, Optional.of("headset spk"));
        rings(before, "built-in spk");
        before.choose(Use.RINGER, Optional.of("desk"));
        rings(before, "desk");

        EngineSound later = start();

        rings(later, "desk");
        assertThat(devices.isQuiet("headset spk")).isTrue();
        devices.pull("desk");
        rings(later, "built-in spk");
    }

    @Test
    void whereItsDeviceIsPulledItRingsOnOnTheSystemsUntilTheCallIsOver() throws Exception {
        devices.loudspeaker("desk");
        EngineSound sound = start();
        sound.choose(Use.RINGER, Optional.of("desk"));
        Ringer ringer = ringer(sound);
        comesIn(ringer);
        opens("desk");
        assertThat(devices.next("desk")).isEqualTo("sounds");

        devices.pull("desk");

        opens("built-in spk");
        assertThat(devices.next("built-in spk")).isEqualTo("sounds");
        assertThat(devices.next("desk")).isEqualTo("close");
        ends(ringer);
        assertThat(devices.next("built-in spk")).isEqualTo("close");
    }

    private void rings(EngineSound sound, String device) throws InterruptedException {
        Ringer ringer = ringer(sound);
        comesIn(ringer);
        opens(device);
        assertThat(devices.next(device)).isEqualTo("sounds");
        ends(ringer);
        assertThat(devices.next(device)).isEqualTo("close");
    }

    private Ringer ringer(EngineSound sound) {
        return new Ringer(
                devices,
                sound::ringer,
                _ -> {
                    throw new AssertionError("rings within a call");
                },
                _ -> {},
                () -> false);
    }

    private static void comesIn(Ringer ringer) {
        ringer.accept(new UserAgentEvent.IncomingCall(new Id(1), "sip:bob@example.org", "Bob"));
    }

    private static void ends(Ringer ringer) {
        ringer.accept(
                new UserAgentEvent.CallChanged(
                        new Id(1),
                        UserAgentEvent.CallPhase.ENDED,
                        "sip:bob@example.org",
                        true,
                        "",
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void whatTheCommandLineNamesHoldsForThisRunAlone() {
        plugHeadset();
        start().choose(Use.MICROPHONE, Optional.of("headset mic"));

        EngineSound named = start(AudioSpec.parse("device:built-in mic"), DEVICE);
        isChosen(named, Use.MICROPHONE, "built-in mic");
        named.choose(Use.RINGER, Optional.of("built-in spk"));
        EngineSound tone = start(AudioSpec.parse("tone"), DEVICE);
        tone.choose(Use.LOUDSPEAKER, Optional.of("headset spk"));

        EngineSound later = start();
        isChosen(later, Use.MICROPHONE, "headset mic");
        isChosen(later, Use.LOUDSPEAKER, "headset spk");
        isChosen(later, Use.RINGER, "built-in spk");
    }

    @Test
    void theTestRecordsAndPlaysWhatItRecorded() throws Exception {
        devices.pull("built-in mic");
        devices.microphone("built-in mic", 8_192);
        EngineSound sound = start();

        var test = sound.test().toCompletableFuture();

        assertThat(test.get(10, TimeUnit.SECONDS)).isCloseTo(0.25, within(0.001));
        opens("built-in mic", "built-in spk");
        assertThat(devices.next("built-in mic")).isEqualTo("close"); // belongs to others again
        assertThat(devices.next("built-in spk")).isEqualTo("sounds");
        assertThat(devices.next("built-in spk")).isEqualTo("close");
        assertThat(devices.played().stream().distinct()).containsExactly((short) 8_192);
        assertThat(devices.played().size()).isEqualTo(400);
    }

    @Test
    void aTestOfSilenceSaysSo() throws Exception {
        devices.pull("built-in mic");
        devices.microphone("built-in mic", 0);

        assertThat(start().test().toCompletableFuture().get(10, TimeUnit.SECONDS)).isZero();
        assertThat(devices.played()).isEmpty();
    }

    @Test
    void theLevelIsThereWhileSomebodyListens() throws Exception {
        EngineSound sound = start();
        sound.listen(true);
        sound.listen(true);
        opens("built-in mic", "built-in spk");
        sound.listen(false);
        assertThat(devices.isQuiet("built-in mic")).isTrue();
        sound.listen(false);
        assertThat(devices.next("built-in mic")).isEqualTo("close");
        assertThat(devices.next("built-in spk")).isEqualTo("close");
    }
}
