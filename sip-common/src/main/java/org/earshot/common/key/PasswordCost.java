package org.earshot.common.key;

/// What a guess of the password costs; it stands in the header, so that it can be raised later.
///
/// @param memoryKib 8–1,048,576 KiB, and at least 8 for each lane
/// @param passes 1–20
/// @param lanes 1–16
record PasswordCost(int memoryKib, int passes, int lanes) {
    /// RFC 9106 §4, second recommended option.
    static final PasswordCost RECOMMENDED = new PasswordCost(64 * 1024, 3, 4);

    PasswordCost {
        if (lanes < 1
                || lanes > 16
                || passes < 1
                || passes > 20
                || memoryKib < 8 * lanes
                || memoryKib > 1 << 20) {
            throw new IllegalArgumentException("cost");
        }
    }

    @Override
    public String toString() {
        return "m=" + memoryKib + ",t=" + passes + ",p=" + lanes;
    }
}
