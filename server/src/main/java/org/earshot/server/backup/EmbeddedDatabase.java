package org.earshot.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.earshot.server.config.ServerConfig;

/// The embedded database: one file, whose copy lies in a backup as H2 zips it.
final class EmbeddedDatabase implements RestoredDatabase {
    /// How H2 names it.
    static final String SUFFIX = ".mv.db";

    private static final String FILE = "jdbc:h2:file:";

    private final Path file;
    private final Path zip;

    EmbeddedDatabase(ServerConfig config, Path folder) {
        file = file(config);
        zip = folder.resolve(Backup.EMBEDDED);
    }

    static Path file(ServerConfig config) {
        String url = config.database().url();
        if (!url.startsWith(FILE)) {
            return config.data().resolve("earshot" + SUFFIX);
        }
        String path = url.substring(FILE.length());
        int settings = path.indexOf(';');
        return Path.of((settings < 0 ? path : path.substring(0, settings)) + SUFFIX);
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public String name() {
        return "";
    }

    /// Its file is one of the places that [Restore] looks at.
    @Override
    public void check(boolean continued) {}

    @Override
    public void restore(boolean continued) throws IOException, BackupFailedException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(SUFFIX)) {
                    write(in);
                    return;
                }
            }
        }
        throw new BackupFailedException(zip + " has no database");
    }

    private void write(InputStream in) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            in.transferTo(out);
        }
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
