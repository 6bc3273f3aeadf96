package org.earshot.server.bus;

import java.io.IOException;

/// A peer sent what is no frame: its connection ends.
final class MalformedFrame extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFrame(String what) {
        super(what);
    }
}
