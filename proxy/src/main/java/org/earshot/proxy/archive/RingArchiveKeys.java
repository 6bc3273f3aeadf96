package org.earshot.proxy.archive;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;

/// Day keys as files beside the key ring. Each node makes its own; content opens where its file is.
public final class RingArchiveKeys implements RetentionKeys {
    private static final Pattern HOLD_ID =
            Pattern.compile("[a-z0-9-]{1," + Hold.LONGEST_NAME + "}\\.[0-9a-f]{16}");
    private static final Pattern ID =
            Pattern.compile("[a-z0-9-]{1,16}\\.[0-9-]{10,16}\\.[0-9a-f]{16}");

    private final KeyRing ring;
    private final SealedKeyFiles files;
    private final SealedKeyFiles holds;
    private final ConcurrentHashMap<String, String> current = new ConcurrentHashMap<>();

    /// @param directory for day keys; made with mode 0700 when missing
    /// @throws UncheckedIOException if it can't be made
    public RingArchiveKeys(KeyRing ring, Path directory) {
        this.ring = ring;
        files = new SealedKeyFiles(ring, directory, ".day", "earshot-archive-day-1");
        holds = new SealedKeyFiles(ring, directory, ".hold", "earshot-archive-hold-1");
    }

    /// {@inheritDoc}
    ///
    /// @throws UncheckedIOException if it can't be read or written
    @Override
    public DayKey current(RetentionClass retention, LocalDate day) {
        String id =
                current.computeIfAbsent(
                        retention.name() + "." + day,
                        prefix -> files.existing(prefix).orElseGet(() -> files.make(prefix)));
        return find(id).orElseThrow(() -> new IllegalStateException("no day key " + id));
    }

    @Override
    public Optional<DayKey> find(String id) {
        return ID.matcher(id).matches()
                ? files.find(id).map(bytes -> new DayKey(id, new SecretKeySpec(bytes, "AES")))
                : Optional.empty();
    }

    @Override
    public String signer() {
        return SigningKey.fingerprint(publicKey());
    }

    @Override
    public PublicKey publicKey() {
        return ring.current(KeyName.ARCHIVE_SIGN).publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return ring.current(KeyName.ARCHIVE_SIGN).sign(message);
    }

    @Override
    public List<String> dayKeys() {
        return files.ids().stream().filter(id -> ID.matcher(id).matches()).toList();
    }

    @Override
    public void destroyDayKey(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no day key: " + id);
        }
        files.destroy(id);
        current.values().remove(id);
    }

    @Override
    public DayKey holdKey(String hold) {
        String id = holds.existing(hold).orElseGet(() -> holds.make(hold));
        return findHoldKey(id).orElseThrow(() -> new IllegalStateException("no key " + id));
    }

    @Override
    public Optional<DayKey> findHoldKey(String id) {
        return HOLD_ID.matcher(id).matches()
                ? holds.find(id).map(bytes -> new DayKey(id, new SecretKeySpec(bytes, "AES")))
                : Optional.empty();
    }

    @Override
    public List<String> holdKeys() {
        return holds.ids().stream().filter(id -> HOLD_ID.matcher(id).matches()).toList();
    }

    @Override
    public void destroyHoldKey(String id) {
        if (!HOLD_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no key of a hold: " + id);
        }
        holds.destroy(id);
    }

    @Override
    public String seal(byte[] text) {
        return ring.box(KeyName.ARCHIVE_CONTENT)
                .seal(Canonical.sha256(text).array(), RingArchiveKeys::ofPolicy);
    }

    @Override
    public boolean isSealOf(String seal, byte[] text) {
        return ring.box(KeyName.ARCHIVE_CONTENT)
                .open(seal, RingArchiveKeys::ofPolicy)
                .filter(sum -> Bytes.of(sum).equals(Canonical.sha256(text)))
                .isPresent();
    }

    private static byte[] ofPolicy(int version) {
        return new Canonical().text("earshot-archive-policy-1").number(version).array();
    }
}
