package org.earshot.proxy.archive;

import java.time.Duration;

/// How the archive is written.
///
/// @param node this node's name, 1–64 characters; for people, nothing depends on it
/// @param checkpointEvery a checkpoint after so many records, 1 or more
/// @param checkpointAfter a checkpoint after so long without one, when something was written
public record ArchiveConfig(String node, int checkpointEvery, Duration checkpointAfter) {
    public ArchiveConfig {
        if (node.isEmpty() || node.length() > 64) {
            throw new IllegalArgumentException("node \"" + node + "\"");
        }
        if (checkpointEvery < 1 || checkpointAfter.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "checkpoints every " + checkpointEvery + " or after " + checkpointAfter);
        }
    }

    /// As it is unless configured.
    public static ArchiveConfig of(String node) {
        return new ArchiveConfig(node, 1000, Duration.ofSeconds(10));
    }
}
