package org.earshot.softphone.media.audio;

import java.util.List;
import java.util.Optional;

/// The devices of this machine, by whatever speaks to them. Thread-safe.
interface SystemDevices {
    /// @param name empty: the system's choice
    /// @throws AudioException when there is none, or it can't be used
    AudioSource openSource(Optional<String> name) throws AudioException;

    /// @param name empty: the system's choice
    /// @throws AudioException when there is none, or it can't be used
    AudioSink openSink(Optional<String> name) throws AudioException;

    /// What there is now.
    List<AudioDevice> list();

    /// As [AudioBackend#hasMicrophone].
    default boolean hasMicrophone() {
        return list().stream().anyMatch(AudioDevice::canCapture);
    }

    /// Tells of changes of the list, by a thread of its own.
    void onChange(Runnable listener);
}
