package org.earshot.softphone.media.audio;

/// A device that the system offers.
///
/// @param name what `device:NAME` takes
/// @param description the system's words for it, may be empty
/// @param canCapture it has a microphone or line in
/// @param canPlay it has a loudspeaker or line out
public record AudioDevice(String name, String description, boolean canCapture, boolean canPlay) {}
