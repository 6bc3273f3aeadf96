package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.earshot.softphone.ua.UserAgentEvent.AudioTrouble;
import org.earshot.softphone.ua.UserAgentEvent.SoundMatter;

/// Says why there is silence in a call, in plain words, and when it is over. Looks once a second. Pure.
final class SilenceWatch {
    private static final Duration NO_PACKETS = Duration.ofSeconds(3);
    private static final Duration ONLY_SILENCE = Duration.ofSeconds(5);

    /// What was agreed that the other side does.
    enum Expected {
        /// It sends audio.
        AUDIO,

        /// It listens, and sends none, though nobody holds anybody.
        LISTENER,

        /// Nothing, as on hold.
        NOTHING
    }

    private final Map<SoundMatter, String> told = new EnumMap<>(SoundMatter.class);
    private Sound.Facts before = new Sound.Facts(false, false, false, 0, 0, 0, 0);
    private long silentOther;
    private long silentMicrophone;

    /// Looks again, a second after the last time.
    ///
    /// @param expected what the other side does, by what was agreed
    /// @param flow how its packets came
    /// @param hasMicrophone whether there is anything to speak into
    /// @param muted whether our user has muted himself, so that his microphone is of no interest
    void look(
            Expected expected,
            FlowWatch.Flow flow,
            boolean hasMicrophone,
            Sound.Facts now,
            boolean muted,
            Consumer<AudioTrouble> tell) {
        boolean quiet = now.played() > before.played() && now.heard() == before.heard();
        silentOther = expected == Expected.AUDIO && flow.came() && quiet ? silentOther + 1 : 0;
        boolean zeros = now.captured() > before.captured() && now.spoken() == before.spoken();
        silentMicrophone = now.isDevice() && zeros ? silentMicrophone + 1 : 0;
        before = now;
        say(SoundMatter.RECEIVED, received(expected, flow), tell);
        say(SoundMatter.SPOKEN, muted ? "" : spoken(hasMicrophone, now), tell);
    }

    private String received(Expected expected, FlowWatch.Flow flow) {
        if (expected == Expected.LISTENER) {
            return "The other side only listens: it may have no microphone";
        }

        boolean noPackets = flow.noAudio() >= NO_PACKETS.toSeconds();
        if (noPackets && flow.onlyRefused() >= NO_PACKETS.toSeconds()) {
            return "No audio received for %d s: packets arrive, but this call's keys don't fit them, or they come from somebody else"
                    .formatted(NO_PACKETS.toSeconds());
        }
        if (noPackets) {
            String why =
                    flow.nothingSent()
                            ? "the other side sends none"
                            : "the other side's packets do not arrive";
            return "No audio received for %d s: %s".formatted(NO_PACKETS.toSeconds(), why);
        }
        if (flow.onlyStrange() >= NO_PACKETS.toSeconds()) {
            return "No audio received for %d s: packets arrive, but in a format that this call has not agreed upon"
                    .formatted(NO_PACKETS.toSeconds());
        }
        return silentOther >= ONLY_SILENCE.toSeconds()
                ? "The other side sends only silence: its microphone may be muted"
                : "";
    }

    private String spoken(boolean hasMicrophone, Sound.Facts now) {
        if (!hasMicrophone) {
            return "You hear the other side, but it can't hear you: there is no microphone. Plug one in, and it can";
        }
        if (now.isDevice() && now.isMissing()) {
            return "The others can't hear you: there is no microphone that can be used";
        }
        if (now.isMuted()) {
            return "The others can't hear you: your microphone is muted by the system";
        }
        return silentMicrophone >= ONLY_SILENCE.toSeconds()
                ? "Your microphone gives only silence: it may be switched off"
                : "";
    }

    private void say(SoundMatter matter, String text, Consumer<AudioTrouble> tell) {
        if (!text.equals(told.getOrDefault(matter, ""))) {
            told.put(matter, text);
            tell.accept(new AudioTrouble(matter, text));
        }
    }

    /// The call is over, and so is what was wrong with it.
    void end(Consumer<AudioTrouble> tell) {
        say(SoundMatter.RECEIVED, "", tell);
        say(SoundMatter.SPOKEN, "", tell);
    }
}
