package org.earshot.common.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The named, versioned keys of a domain, in a directory (0700) with one file for each key (0600).
/// All nodes share it, but for the keys of a node alone ([KeyName#ARCHIVE_SIGN]), which say which node it is and
/// stand in a directory of the node's own. Old versions stay, so that what they sealed or signed can still be read.
///
/// Thread-safe. Several processes may open one directory at once: the first writes a key, the others read it.
public final class KeyRing {
    private static final String SUFFIX = ".key";

    /// Of these every version is needed for ever; the others sign what lives for minutes or for one node.
    private static final Set<KeyName<?>> NEEDED_BY_ROWS =
            Set.of(
                    KeyName.CREDENTIAL,
                    KeyName.ARCHIVE_CONTENT,
                    KeyName.CA,
                    KeyName.MESSAGE,
                    KeyName.FILE);

    private final Path directory;
    private final Path own;
    private final SortedMap<KeyId, RingKey> keys = new ConcurrentSkipListMap<>();

    private KeyRing(Path directory, Path own) {
        this.directory = directory;
        this.own = own;
    }

    /// Opens a ring of one node.
    ///
    /// @throws KeyRingException if others may read it, it can't be read or written, or a file is broken
    public static KeyRing open(Path directory) {
        return open(directory, directory);
    }

    /// Opens a ring; makes the directories and the first version of each key that is missing.
    ///
    /// @param directory may be one that several nodes share
    /// @param own of this node alone, may be the same where no other node has it
    /// @throws KeyRingException if others may read it, it can't be read or written, or a file is broken
    public static KeyRing open(Path directory, Path own) {
        PrivateFiles.directory(directory);
        PrivateFiles.directory(own);
        KeyRing ring = new KeyRing(directory, own);
        ring.load();
        for (KeyName<?> name : KeyName.all()) {
            if (ring.newest(name).isEmpty()) {
                ring.make(new KeyId(name, 1));
            }
        }
        return ring;
    }

    /// The newest version: what seals and signs.
    public <K extends RingKey> K current(KeyName<K> name) {
        KeyId id = newest(name).orElseThrow(() -> new KeyRingException("no key " + name));
        return find(name, id.version()).orElseThrow();
    }

    /// One version: what opens and verifies.
    @SuppressWarnings("unchecked") // a KeyName<K> reads nothing but K
    public <K extends RingKey> Optional<K> find(KeyName<K> name, int version) {
        return version < 1
                ? Optional.empty()
                : Optional.ofNullable((K) keys.get(new KeyId(name, version)));
    }

    /// Makes a new version, from now on the current one. Other nodes must get it (export and import, or a
    /// shared directory and [#reload]) before they meet what it sealed.
    public synchronized <K extends RingKey> K rotate(KeyName<K> name) {
        load();
        make(new KeyId(name, current(name).id().version() + 1));
        return current(name);
    }

    /// Reads versions that another process has added.
    public synchronized void reload() {
        load();
    }

    /// All versions of all keys by name, such as `credential.2`.
    public List<String> names() {
        return keys.keySet().stream().map(KeyId::toString).toList();
    }

    /// Those of [#names] that an export holds.
    public List<String> sharedNames() {
        return keys.keySet().stream()
                .filter(id -> id.name().isShared())
                .map(KeyId::toString)
                .toList();
    }

    /// Seals with the current version, opens with the one that sealed.
    public SealedBox box(KeyName<SecretRingKey> name) {
        return new SealedBox(this, name);
    }

    /// The keys that the database's rows can't be read without, each with the beginning of its fingerprint, in one
    /// line such as `ca.1:0a1b… credential.1:…`. To be kept in the database, and compared by [#misfit].
    public String fingerprint() {
        return keys.values().stream()
                .filter(key -> NEEDED_BY_ROWS.contains(key.id().name()))
                .map(key -> key.id() + ":" + shortened(key))
                .collect(Collectors.joining(" "));
    }

    /// Why this ring does not fit a database that recorded another ring's [#fingerprint]: a key is missing
    /// here, or is another one. A ring that has more keys fits (it was rotated since).
    ///
    /// @return empty if it fits
    public Optional<String> misfit(String recorded) {
        return Stream.of(recorded.strip().split(" +"))
                .filter(entry -> !entry.isEmpty())
                .map(this::misfitOf)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> misfitOf(String entry) {
        int colon = entry.indexOf(':');
        Optional<KeyId> id = colon < 0 ? Optional.empty() : KeyId.parse(entry.substring(0, colon));
        if (id.isEmpty()) {
            return Optional.of(
                    "the database names a key that this version does not know: " + entry);
        }
        RingKey key = keys.get(id.get());
        if (key == null) {
            return Optional.of(
                    "the database needs key " + id.get() + ", which is not in " + directory);
        }
        return shortened(key).equals(entry.substring(colon + 1))
                ? Optional.empty()
                : Optional.of("key " + id.get() + " in " + directory + " is not the database's");
    }

    private static String shortened(RingKey key) {
        return key.fingerprint().substring(0, 16);
    }

    /// The shared keys and what was attached to them, in one file that a password protects (Argon2id,
    /// AES-256-GCM). Keys of this node alone stay here.
    ///
    /// @param password not kept; the caller clears it
    /// @throws KeyRingException if the file is there already or can't be written
    public void export(Path file, char[] password) {
        export(file, password, PasswordCost.RECOMMENDED);
    }

    void export(Path file, char[] password, PasswordCost cost) {
        if (Files.exists(file)) { // said before the password is stretched, which takes its time
            throw new KeyRingException(file + " is there already");
        }
        SortedMap<String, byte[]> entries = new TreeMap<>();
        files(directory)
                .filter(entry -> isShared(entry.getKey()))
                .forEach(entry -> entries.put(entry.getKey(), PrivateFiles.read(entry.getValue())));
        if (!PrivateFiles.create(file, KeyRingExport.write(entries, password, cost))) {
            throw new KeyRingException(file + " is there already");
        }
    }

    /// Adds the keys of an exported file to a directory, which may be new. Nothing is changed if the file is
    /// not whole, the password is wrong, or a key there differs from the file's.
    ///
    /// @throws KeyRingException saying which
    public static KeyRing importInto(Path directory, Path file, char[] password) {
        return importInto(directory, directory, file, password);
    }

    /// The same for a node whose own keys stand elsewhere.
    ///
    /// @param own as with [#open(Path, Path)]
    public static KeyRing importInto(Path directory, Path own, Path file, char[] password) {
        SortedMap<String, byte[]> entries = KeyRingExport.read(readExport(file), password);
        PrivateFiles.directory(directory);
        entries.forEach((name, content) -> {
            Path target = directory.resolve(name);
            if (Files.exists(target) && !Arrays.equals(PrivateFiles.read(target), content)) {
                throw new KeyRingException(
                        directory
                                + " already has another "
                                + name
                                + ": import into a directory without keys");
            }
        });
        entries.forEach((name, content) -> PrivateFiles.create(directory.resolve(name), content));
        return open(directory, own);
    }

    /// Keeps something public beside a key, such as the certificate of [KeyName#CA]; the first one stays.
    ///
    /// @return what is attached now: this, or what another process attached before
    byte[] attach(KeyId id, byte[] content) {
        PrivateFiles.create(attachmentFile(id), content);
        return PrivateFiles.read(attachmentFile(id));
    }

    /// What [#attach] kept.
    Optional<byte[]> attachment(KeyId id) {
        Path file = attachmentFile(id);
        return Files.exists(file) ? Optional.of(PrivateFiles.read(file)) : Optional.empty();
    }

    private Path attachmentFile(KeyId id) {
        return directory.resolve(id + ".pem");
    }

    private void make(KeyId id) {
        // If another process was faster its key is the one.
        PrivateFiles.create(keyFile(id), KeyFile.write(id, id.name().generate()));
        load(id, keyFile(id));
    }

    private Path keyFile(KeyId id) {
        return home(id).resolve(id + SUFFIX);
    }

    private Path home(KeyId id) {
        return id.name().isShared() ? directory : own;
    }

    private void load() {
        Map<KeyId, Path> found = new TreeMap<>();
        for (Path place : Set.copyOf(List.of(directory, own))) {
            files(place)
                    .forEach(entry ->
                            idOf(entry.getKey(), SUFFIX)
                                    .filter(id -> home(id).equals(place))
                                    .ifPresent(id -> found.put(id, entry.getValue())));
        }
        found.forEach((id, file) -> {
            if (!keys.containsKey(id)) {
                load(id, file);
            }
        });
    }

    private void load(KeyId id, Path file) {
        byte[] material =
                KeyFile.read(id, PrivateFiles.read(file))
                        .orElseThrow(
                                () -> new KeyRingException(file + " is not the file of " + id));
        keys.put(id, id.name().read(id, material));
    }

    private Optional<KeyId> newest(KeyName<?> name) {
        return keys.keySet().stream().filter(id -> id.name() == name).max(KeyId::compareTo);
    }

    private static Stream<Map.Entry<String, Path>> files(Path directory) {
        try (Stream<Path> list = Files.list(directory)) {
            return list
                    .map(file -> Map.entry(String.valueOf(file.getFileName()), file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new KeyRingException("can't read " + directory + ": " + e, e);
        }
    }

    private static Optional<KeyId> idOf(String fileName, String suffix) {
        return fileName.endsWith(suffix)
                ? KeyId.parse(fileName.substring(0, fileName.length() - suffix.length()))
                : Optional.empty();
    }

    static boolean isShared(String fileName) {
        return idOf(fileName, SUFFIX)
                .or(() -> idOf(fileName, ".pem"))
                .filter(id -> id.name().isShared())
                .isPresent();
    }

    private static byte[] readExport(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyRingException("can't read " + file + ": " + e, e);
        }
    }

    @Override
    public String toString() {
        return "KeyRing[" + directory + ", " + keys.keySet() + "]";
    }
}
