package org.earshot.server.msrprelay;

import java.math.BigInteger;
import java.security.SecureRandom;

/// Ids of transactions: 100 random bits, so that the end-line with one is not in what passes. Thread-safe.
final class RelayIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BITS = 100;

    private RelayIds() {}

    static String next() {
        return "r"
                + String.format("%20s", new BigInteger(BITS, RANDOM).toString(32))
                        .replace(' ', '0');
    }
}
