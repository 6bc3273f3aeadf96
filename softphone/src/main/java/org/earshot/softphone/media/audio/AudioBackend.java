package org.earshot.softphone.media.audio;

import java.util.List;

/// Opens sources and sinks. Thread-safe; opening a device may take seconds, and no call may wait for that of another direction.
public interface AudioBackend {
    /// @throws AudioException when there is no such device or file, or it cannot be used; the message says what to do
    AudioSource openSource(AudioSpec spec) throws AudioException;

    /// @throws AudioException when there is no such device, or the file cannot be written; the message says what to do
    AudioSink openSink(AudioSpec spec) throws AudioException;

    /// The devices that `device:NAME` can name now; empty on a machine without sound.
    List<AudioDevice> devices();

    /// Whether there is anything to speak into: a microphone, or what the user's environment names as one.
    default boolean hasMicrophone() {
        return devices().stream().anyMatch(AudioDevice::canCapture);
    }

    /// Tells of each change of [#devices], from now on; where the system says nothing, it is asked every two seconds.
    ///
    /// @param listener called by a thread of the backend: pass it on and return
    default void onDevicesChanged(Runnable listener) {}
}
