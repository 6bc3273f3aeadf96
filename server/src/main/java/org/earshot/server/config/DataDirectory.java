package org.earshot.server.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.earshot.common.config.ConfigException;

/// The folder that everything is kept in: ours alone, mode 0700.
public final class DataDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private DataDirectory() {}

    /// `$XDG_DATA_HOME/earshot`, else `$HOME/.local/share/earshot`.
    public static Path standard(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!xdg.isEmpty()) {
            return Path.of(xdg, "earshot");
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new ConfigException(
                    "data", "neither XDG_DATA_HOME nor HOME is set: say --data DIR");
        }
        return Path.of(home, ".local", "share", "earshot");
    }

    /// Makes the folder where it is missing, and refuses one that others can look into.
    public static void prepare(Path data) {
        try {
            if (!Files.isDirectory(data)) {
                Files.createDirectories(data, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException("data", data + " is a file, not a folder");
        } catch (IOException e) {
            throw new ConfigException(
                    "data",
                    data + " can't be made or read (" + reason(e) + "): take another folder");
        }
        check(data);
    }

    /// Refuses what [#prepare] would, without making anything.
    public static void check(Path data) {
        try {
            if (Files.exists(data) && !Files.isDirectory(data)) {
                throw new ConfigException("data", data + " is a file, not a folder");
            }
            Path there = data.toAbsolutePath();
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            if (!Files.isDirectory(there) || !Files.isWritable(there)) {
                throw new ConfigException(
                        "data",
                        there + " can't be written: check its owner, or take another folder");
            }
            if (Files.isDirectory(data)) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(data);
                if (!OWNER_ONLY.containsAll(mode)) {
                    throw new ConfigException(
                            "data",
                            data
                                    + " has mode "
                                    + PosixFilePermissions.toString(mode)
                                    + ", so others can read it: chmod 700 it, or take another folder");
                }
            }
        } catch (IOException e) {
            throw new ConfigException(
                    "data", data + " can't be read (" + reason(e) + "): take another folder");
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }
}
