package org.earshot.softphone.ua;

/// Messages can't be kept or read; the message is for the user.
public final class MessageStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MessageStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
