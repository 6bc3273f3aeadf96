package org.earshot.softphone.file;

import java.security.SecureRandom;

/// Ids that nobody can guess: of sessions (RFC 4975 §14.1 wants 80 bits), of messages, and of transactions, which must not stand in
/// the file that is sent. Thread-safe.
final class MsrpIds {
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SESSION = 26; // 154 bits
    private static final int TRANSACTION = 16; // 95 bits

    private final SecureRandom random = new SecureRandom();

    String session() {
        return letters(SESSION);
    }

    String transaction() {
        return letters(TRANSACTION);
    }

    private String letters(int count) {
        return random.ints(count, 0, LETTERS.length())
                .collect(
                        StringBuilder::new,
                        (text, i) -> text.append(LETTERS.charAt(i)),
                        StringBuilder::append)
                .toString();
    }
}
