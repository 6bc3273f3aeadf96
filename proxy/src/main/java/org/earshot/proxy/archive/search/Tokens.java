package org.earshot.proxy.archive.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/// What stands in the table in place of words and addresses: the first 64 bits of HMAC-SHA-256. Two that share a token by
/// chance are told apart by the record itself. Not thread-safe.
final class Tokens {
    static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    Tokens(WordKey key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(key.key());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    long of(Term term) {
        mac.update(term.kind());
        mac.update((byte) 0);
        byte[] hash = mac.doFinal(term.text().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong();
    }
}
