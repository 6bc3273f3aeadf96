package org.earshot.proxy.archive.search;

import java.security.SecureRandom;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/// Keys until the process ends.
public final class InMemoryWordKeys implements WordKeys {
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, WordKey> keys = new ConcurrentHashMap<>();

    @Override
    public WordKey current(String retention, YearMonth month) {
        return keys.computeIfAbsent(
                retention + "." + month,
                prefix -> {
                    byte[] key = new byte[32];
                    byte[] end = new byte[8];
                    random.nextBytes(key);
                    random.nextBytes(end);
                    return new WordKey(
                            prefix + "." + HexFormat.of().formatHex(end),
                            new SecretKeySpec(key, Tokens.ALGORITHM));
                });
    }

    @Override
    public List<WordKey> all() {
        return List.copyOf(keys.values());
    }

    @Override
    public void destroy(String id) {
        keys.values().removeIf(key -> key.id().equals(id));
    }
}
