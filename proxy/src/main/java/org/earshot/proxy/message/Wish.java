package org.earshot.proxy.message;

import java.util.EnumSet;
import java.util.Set;

/// What a sender wants to be told of a message (RFC 5438 §6.2).
public enum Wish {
    POSITIVE_DELIVERY,
    NEGATIVE_DELIVERY,
    DISPLAY;

    /// As bits, which stand in the database.
    static int bits(Set<Wish> wishes) {
        return wishes.stream().mapToInt(wish -> 1 << wish.ordinal()).sum();
    }

    /// What [#bits] made.
    static Set<Wish> of(int bits) {
        Set<Wish> wishes = EnumSet.noneOf(Wish.class);
        for (Wish wish : values()) {
            if ((bits & 1 << wish.ordinal()) != 0) {
                wishes.add(wish);
            }
        }
        return Set.copyOf(wishes);
    }
}
