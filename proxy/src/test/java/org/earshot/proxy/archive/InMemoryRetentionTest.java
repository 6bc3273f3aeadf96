package org.earshot.proxy.archive;

import java.nio.file.Path;

class InMemoryRetentionTest extends RetentionContract {
    @Override
    KeptArchive empty(Path anchorFiles) {
        return KeptArchive.inMemory(anchorFiles);
    }
}
