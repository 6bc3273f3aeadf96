package org.earshot.server.backup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    /// Keys, which lie in the file of keys. A ring that several nodes share is not this node's own.
    static Map<String, Path> keys(ServerConfig config) {
        Map<String, Path> keys = new LinkedHashMap<>();
        keys.put("ring", config.keysDir());
        if (!config.keysDir().equals(config.ownKeysDir())) {
            keys.put("own", config.ownKeysDir());
        }
        return keys;
    }

    /// What else lies in the file of keys, as far as it lies in the data folder: folders, and files whose names here have a `/`. Backups of
    /// older versions have none of it. The password of the database is left out: whoever restores has to have it first.
    static Map<String, Path> secrets(ServerConfig config) {
        Map<String, Path> secrets = new LinkedHashMap<>();
        secrets.put("trunks", config.data().resolve("trunks"));
        secrets.put("tls", config.data().resolve("tls"));
        file(config, config.console().oidc().clientSecretFile(), "oidc", secrets);
        file(config, config.ldap().passwordFile(), "ldap", secrets);
        file(config, config.relay().secretFile(), "relay", secrets);
        file(config, config.console().tokenFile(), "console", secrets);
        return secrets;
    }

    /// Where the configuration names no place, or one that is not ours, the secret is put back into the data folder.
    private static void file(
            ServerConfig config, Optional<Path> named, String name, Map<String, Path> secrets) {
        Path data = absolute(config.data());
        Path file =
                named.map(Places::absolute)
                        .filter(place -> place.startsWith(data) && !isInAFolder(config, place))
                        .filter(place -> !secrets.containsValue(place))
                        .orElse(data.resolve(name + ".secret"));
        secrets.put("secret/" + name, file);
    }

    private static boolean isInAFolder(ServerConfig config, Path file) {
        return Stream.concat(
                        Stream.of("trunks", "tls").map(config.data()::resolve),
                        Stream.of(keys(config).values(), folders(config).values())
                                .flatMap(java.util.Collection::stream))
                .anyMatch(folder -> file.startsWith(absolute(folder)));
    }

    static Path absolute(Path place) {
        return place.toAbsolutePath().normalize();
    }
}
