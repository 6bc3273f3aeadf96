package org.earshot.common.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All keys of a server in one file that a password opens, its own ones and those of the archive's days and words among them: what a
/// backup of the database and of files can't be read without, and so is never kept with it.
public final class KeyBackup {
    private static final String MAGIC = "earshot-key-backup-1";
    private static final String WHAT = "a backup of keys";
    private static final String BACKUP = "backup";

    /// `FOLDER/…/FILE`, none of which begins with a dot.
    private static final Pattern NAME =
            Pattern.compile("[a-z]{1,20}(/[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}){1,4}");

    /// Of a key or a certificate.
    private static final long LONGEST_FILE = 1 << 20;

    private KeyBackup() {}

    /// Writes a new file.
    ///
    /// @param folders what to keep, by the names that [#restore] is given too; where the name has a `/`, one file
    /// @param backup whose keys they are: the hash of what describes that backup
    /// @param password not kept; the caller clears it
    /// @throws KeyRingException if the file is there already, or something can't be read or written
    public static void write(Path file, Map<String, Path> folders, String backup, char[] password) {
        write(file, folders, backup, password, PasswordCost.RECOMMENDED);
    }

    static void write(
            Path file,
            Map<String, Path> folders,
            String backup,
            char[] password,
            PasswordCost cost) {
        SortedMap<String, byte[]> entries = new TreeMap<>();
        entries.put(BACKUP, backup.getBytes(StandardCharsets.UTF_8));
        folders.forEach((name, folder) -> collect(name, folder, entries));
        byte[] sealed = SealedByPassword.seal(MAGIC, NamedBytes.encode(entries), password, cost);
        if (!PrivateFiles.create(file, sealed)) {
            throw new KeyRingException(file + " is there already");
        }
    }

    private static void collect(String name, Path folder, SortedMap<String, byte[]> entries) {
        if (isFile(name)) {
            if (Files.isRegularFile(folder)) {
                entries.put(name, PrivateFiles.read(folder));
            }
            return;
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String entry = name + "/" + folder.relativize(file).toString().replace('\\', '/');
                // what is being written has a name that begins with a dot, or none of ours
                if (NAME.matcher(entry).matches() && Files.size(file) <= LONGEST_FILE) {
                    entries.put(entry, PrivateFiles.read(file));
                }
            }
        } catch (IOException e) {
            throw new KeyRingException("can't read " + folder + ": " + e, e);
        }
    }

    private static boolean isFile(String name) {
        return name.indexOf('/') >= 0;
    }

    /// What a file holds, opened.
    ///
    /// @param backup whose keys they are
    public record Opened(String backup, SortedMap<String, byte[]> entries) {
        @Override
        public String toString() {
            return "KeyBackup[" + entries.size() + " files]";
        }

        /// Whether something of that folder or file is in it.
        public boolean has(String name) {
            return entries.containsKey(name)
                    || entries.keySet().stream().anyMatch(one -> one.startsWith(name + "/"));
        }

        /// Puts the keys where they belong. Nothing is overwritten.
        ///
        /// @throws KeyRingException if something is there already, or can't be written
        public void restore(Map<String, Path> folders) {
            entries.forEach((name, content) -> {
                if (folders.containsKey(name)) {
                    Path file = folders.get(name);
                    PrivateFiles.directory(file.toAbsolutePath().getParent());
                    create(file, content);
                    return;
                }
                int slash = name.indexOf('/');
                Path folder = folders.get(name.substring(0, slash));
                if (folder == null) {
                    throw new KeyRingException("there is no place for " + name);
                }
                Path file = folder.resolve(name.substring(slash + 1));
                PrivateFiles.directory(folder);
                for (Path at : between(folder, file)) {
                    PrivateFiles.directory(at);
                }
                create(file, content);
            });
        }

        private static void create(Path file, byte[] content) {
            if (!PrivateFiles.create(file, content)) {
                throw new KeyRingException(file + " is there already");
            }
        }

        private static List<Path> between(Path folder, Path file) {
            return Stream.iterate(file.getParent(), at -> !at.equals(folder), Path::getParent)
                    .toList()
                    .reversed();
        }
    }

    /// Reads a file.
    ///
    /// @throws KeyRingException if it is something else, was changed, or the password is wrong
    public static Opened open(Path file, char[] password) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyRingException("can't read " + file + ": " + e, e);
        }
        return open(content, password);
    }

    static Opened open(byte[] content, char[] password) {
        SortedMap<String, byte[]> entries =
                NamedBytes.decode(SealedByPassword.open(MAGIC, WHAT, content, password), WHAT);
        byte[] backup = entries.remove(BACKUP);
        if (backup == null) {
            throw new KeyRingException("that is not " + WHAT);
        }
        for (String name : entries.keySet()) {
            if (!NAME.matcher(name).matches()) { // also: no path out of the folder
                throw new KeyRingException(WHAT + " has no \"" + name + "\"");
            }
        }
        return new Opened(new String(backup, StandardCharsets.UTF_8), entries);
    }
}
