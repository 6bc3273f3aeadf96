package org.earshot.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server has opened, in that order; closed the other way round. Used by one thread.
final class Parts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final List<AutoCloseable> parts = new ArrayList<>();

    /// Takes a part, to be closed with the rest.
    <T extends AutoCloseable> T closing(T part) {
        parts.add(part);
        return part;
    }

    /// Closes every part, also when one of them can't; nothing the second time.
    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("while stopping: {}", e.toString());
            }
        }
        parts.clear();
    }
}
