package org.earshot.proxy.message;

import java.util.EnumSet;
import java.util.Set;

/// What a sender wants to be told of a message (RFC 5438 §6.2).
public enum Wish {
    POSITIVE_DELIVERY(1),
    NEGATIVE_DELIVERY(2),
    DISPLAY(4);

    // stands in the database
    private final int bit;

    Wish(int bit) {
        this.bit = bit;
    }

    /// As bits, which stand in the database.
    static int bits(Set<Wish> wishes) {
        return wishes.stream().mapToInt(wish -> wish.bit).sum();
    }

    /// What [#bits] made.
    static Set<Wish> of(int bits) {
        Set<Wish> wishes = EnumSet.noneOf(Wish.class);
        for (Wish wish : values()) {
            if ((bits & wish.bit) != 0) {
                wishes.add(wish);
            }
        }
        return Set.copyOf(wishes);
    }
}
