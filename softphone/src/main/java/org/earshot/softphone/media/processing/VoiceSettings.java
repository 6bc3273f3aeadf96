package org.earshot.softphone.media.processing;

/// What is done to the sound of a microphone.
///
/// @param echo  what the loudspeaker plays is taken out
/// @param noise steady noise is made quieter
/// @param gain  speech is brought to a usual level
public record VoiceSettings(boolean echo, boolean noise, boolean gain) {
    /// Nothing: samples stay as they are.
    public static final VoiceSettings OFF = new VoiceSettings(false, false, false);

    /// Whether nothing is to be done.
    public boolean isOff() {
        return equals(OFF);
    }
}
