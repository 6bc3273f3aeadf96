package org.earshot.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server has opened, in that order; closed the other way round, but for what goes first. Used by one thread.
final class Parts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<AutoCloseable> first = new ArrayList<>();

    /// Takes a part, to be closed with the rest.
    <T extends AutoCloseable> T closing(T part) {
        parts.add(part);
        return part;
    }

    /// Takes a part that works with parts which are opened after it: it is closed before all of them, also where not all could be opened.
    <T extends AutoCloseable> T closingFirst(T part) {
        first.add(part);
        return part;
    }

    /// Closes every part, also when one of them can't; nothing the second time.
    @Override
    public void close() {
        first.forEach(Parts::close);
        first.clear();
        parts.reversed().forEach(Parts::close);
        parts.clear();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("while stopping: {}", e.toString());
        }
    }
}
