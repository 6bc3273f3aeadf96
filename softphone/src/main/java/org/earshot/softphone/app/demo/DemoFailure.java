package org.earshot.softphone.app.demo;

/// A part of the demonstration did not work; the message says which, and what was seen.
public final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
