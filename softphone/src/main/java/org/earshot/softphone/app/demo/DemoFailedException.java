package org.earshot.softphone.app.demo;

/// The demonstration did not work; the message says which part of it.
public final class DemoFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }
}
