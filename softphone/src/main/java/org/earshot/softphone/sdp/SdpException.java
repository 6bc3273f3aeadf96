package org.earshot.softphone.sdp;

/// A session description that can't be read or can't be used. The message never holds a key.
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    public SdpException(String message) {
        super(message, null, false, false);
    }
}
