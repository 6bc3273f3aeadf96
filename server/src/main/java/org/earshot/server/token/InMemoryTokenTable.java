package org.earshot.server.token;

import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tokens until the process ends. Thread-safe.
public final class InMemoryTokenTable implements TokenTable {
    private final Map<String, ApiToken> tokens = new LinkedHashMap<>();

    @Override
    public synchronized boolean add(ApiToken token, byte[] secretHash, int most) {
        long there =
                tokens.values().stream()
                        .filter(one ->
                                one.ownerId().equals(token.ownerId())
                                        && one.isGood(token.createdAt()))
                        .count();
        return there < most && tokens.putIfAbsent(key(secretHash), token) == null;
    }

    private static String key(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public synchronized Optional<ApiToken> find(byte[] secretHash) {
        return Optional.ofNullable(tokens.get(key(secretHash)));
    }

    @Override
    public synchronized Optional<ApiToken> find(UUID id) {
        return tokens.values().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    @Override
    public synchronized List<ApiToken> list() {
        return tokens.values().stream()
                .sorted(
                        Comparator.comparing(ApiToken::createdAt)
                                .reversed()
                                .thenComparing(token -> token.id().toString()))
                .toList();
    }

    @Override
    public synchronized void used(UUID id, Instant at, String from) {
        tokens.replaceAll((_, token) ->
                token.id().equals(id)
                        ? with(token, Optional.of(at), from, token.revokedAt(), token.revokedBy())
                        : token);
    }

    @Override
    public synchronized boolean revoke(UUID id, Instant at, String by) {
        if (find(id).filter(token -> token.revokedAt().isEmpty()).isEmpty()) {
            return false;
        }
        tokens.replaceAll((_, token) ->
                token.id().equals(id)
                        ? with(token, token.lastUsedAt(), token.lastUsedFrom(), Optional.of(at), by)
                        : token);
        return true;
    }

    private static ApiToken with(
            ApiToken token,
            Optional<Instant> usedAt,
            String usedFrom,
            Optional<Instant> revokedAt,
            String revokedBy) {
        return new ApiToken(
                token.id(),
                token.ownerId(),
                token.owner(),
                token.name(),
                token.scopes(),
                token.createdAt(),
                token.expiresAt(),
                usedAt,
                usedFrom,
                revokedAt,
                revokedBy);
    }

    @Override
    public synchronized int forget(Instant before) {
        int size = tokens.size();
        tokens.values()
                .removeIf(token ->
                        token.expiresAt().isBefore(before)
                                || token.revokedAt().filter(at -> at.isBefore(before)).isPresent());
        return size - tokens.size();
    }
}
