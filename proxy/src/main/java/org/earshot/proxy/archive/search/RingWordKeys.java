package org.earshot.proxy.archive.search;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.SealedKeyFiles;

/// Keys of words as files beside the key ring. Throws [java.io.UncheckedIOException] where they can't be read or written.
public final class RingWordKeys implements WordKeys {
    private final SealedKeyFiles files;
    private final ConcurrentHashMap<String, String> current = new ConcurrentHashMap<>();

    /// @param directory made with mode 0700 when missing
    public RingWordKeys(KeyRing ring, Path directory) {
        files = new SealedKeyFiles(ring, directory, ".words", "earshot-archive-words-1");
    }

    @Override
    public WordKey current(String retention, YearMonth month) {
        String id =
                current.computeIfAbsent(
                        retention + "." + month,
                        prefix -> files.existing(prefix).orElseGet(() -> files.make(prefix)));
        return files.find(id)
                .map(bytes -> key(id, bytes))
                .orElseThrow(() -> new IllegalStateException("no key " + id));
    }

    @Override
    public List<WordKey> all() {
        return files.ids().stream()
                .filter(id -> WordKey.month(id).isPresent())
                .flatMap(id -> files.find(id).map(bytes -> key(id, bytes)).stream())
                .toList();
    }

    @Override
    public void destroy(String id) {
        if (WordKey.month(id).isEmpty()) {
            throw new IllegalArgumentException("no key of words: " + id);
        }
        files.destroy(id);
        current.values().remove(id);
    }

    private static WordKey key(String id, byte[] bytes) {
        return new WordKey(id, new SecretKeySpec(bytes, Tokens.ALGORITHM));
    }
}
