package org.earshot.softphone.media.audio;

/// The devices of one direction. Called by the thread that opens and closes them; each of these may wait.
interface Devices<D> {
    /// @throws AudioException when there is no such device, or it can't be used
    D open(AudioSpec wanted) throws AudioException;

    /// Lets a device that was just opened move a frame that nobody hears: some open at once and then do nothing.
    ///
    /// @throws AudioException when it does not work
    void tryOut(D opened) throws AudioException;

    void close(D opened);

    /// Whether the system lists a device, though it may not work.
    boolean isListed(String name);
}
