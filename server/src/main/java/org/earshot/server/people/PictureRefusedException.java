package org.earshot.server.people;

/// It is no picture that can be taken; the message says why.
final class PictureRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    PictureRefusedException(String words) {
        super(words);
    }
}
