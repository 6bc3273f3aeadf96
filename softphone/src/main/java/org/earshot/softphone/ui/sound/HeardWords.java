package org.earshot.softphone.ui.sound;

import org.earshot.softphone.ua.Sound;

/// What is said of what a microphone has heard. Pure.
final class HeardWords {
    private HeardWords() {}

    /// The key of the words for how loud somebody spoke.
    ///
    /// @param loudest the loudest sample, 0 to 1
    static String key(double loudest) {
        int loudness = MicrophoneMeter.percent(loudest);
        return "sound.heard."
                + (loudness == 0
                        ? "nothing"
                        : loudness < 50 ? "quiet" : loudness > 98 ? "loud" : "good");
    }

    /// The key of the words in the check, which also say why nothing was heard where that is known.
    static String checkKey(double loudest, boolean hasMicrophone, Sound.Facts facts) {
        if (MicrophoneMeter.percent(loudest) > 0) {
            return key(loudest);
        }
        if (!hasMicrophone || facts.isMissing()) {
            return "check.noMicrophone";
        }
        return facts.isMuted() ? "check.muted" : "check.nothing";
    }
}
