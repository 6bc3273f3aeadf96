package org.earshot.server.backup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.server.config.ServerConfig;

/// Where a server keeps what a backup is of.
final class Places {
    private Places() {}

    /// What lies in the backup's folder, by the names that it has there.
    static Map<String, Path> folders(ServerConfig config) {
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("anchors", config.anchorsDir());
        folders.put("files", config.filesDir());
        folders.put("waiting", config.data().resolve("archive-waiting"));
        return folders;
    }

    /// What lies in the file of keys. A ring that several nodes share is not this node's own.
    static Map<String, Path> keys(ServerConfig config) {
        Map<String, Path> keys = new LinkedHashMap<>();
        keys.put("ring", config.keysDir());
        if (!config.keysDir().equals(config.ownKeysDir())) {
            keys.put("own", config.ownKeysDir());
        }
        return keys;
    }
}
