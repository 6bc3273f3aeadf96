package org.earshot.proxy.archive;

import java.time.Duration;

/// How the archive is written.
///
/// @param node this node's name, 1–64 characters; for people, nothing depends on it
/// @param checkpointEvery a checkpoint after so many records, 1 or more
/// @param checkpointAfter a checkpoint after so long without one, when something was written
/// @param anchorPatience how long whoever waits for an event that is committed waits for its anchor
public record ArchiveConfig(
        String node, int checkpointEvery, Duration checkpointAfter, Duration anchorPatience) {
    /// Shorter than a sender waits (RFC 3261 §17.1.2.2, Timer F: 32 s), with room for the rest.
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    public ArchiveConfig {
        if (node.isEmpty() || node.length() > 64) {
            throw new IllegalArgumentException("node \"" + node + "\"");
        }
        if (checkpointEvery < 1 || checkpointAfter.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "checkpoints every " + checkpointEvery + " or after " + checkpointAfter);
        }
    }

    /// With the usual patience.
    public ArchiveConfig(String node, int checkpointEvery, Duration checkpointAfter) {
        this(node, checkpointEvery, checkpointAfter, PATIENCE);
    }

    /// As it is unless configured.
    public static ArchiveConfig of(String node) {
        return new ArchiveConfig(node, 1000, Duration.ofSeconds(10));
    }
}
