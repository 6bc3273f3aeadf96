package org.earshot.softphone.media;

/// What a session hears besides audio. Called on the session's receive thread and on the playout thread: hand over and return.
public interface MediaListener {

    /// A listener that hears nothing.
    MediaListener NONE = digit -> {};

    /// The peer has pressed a key; told once per key, when it begins: by telephone-event (RFC 4733), or as tones (ITU-T Q.24)
    /// where none was agreed upon.
    ///
    /// @param digit one of `0`–`9`, `*`, `#`, `A`–`D`
    void digitReceived(char digit);
}
