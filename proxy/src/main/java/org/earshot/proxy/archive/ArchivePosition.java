package org.earshot.proxy.archive;

import java.util.UUID;

/// Which record: its chain and its number there, from 0.
public record ArchivePosition(UUID chain, long number) {
    @Override
    public String toString() {
        return chain + "/" + number;
    }
}
