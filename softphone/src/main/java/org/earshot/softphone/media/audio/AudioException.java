package org.earshot.softphone.media.audio;

/// Sound cannot be read or played. The message is written for the person at the phone: what is wrong, and what to do.
public final class AudioException extends Exception {
    private static final long serialVersionUID = 1;

    public AudioException(String message) {
        super(message);
    }

    public AudioException(String message, Throwable cause) {
        super(message, cause);
    }
}
