package org.earshot.proxy.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Eight digits that name one device of an account to its owner: a hash of its instance. Nothing is stored for it, and
/// it is no secret: whoever types it says which device is meant, and what they may is decided by where they type it. Who
/// makes an instance to fit the code of another gains nothing, since a code that two devices have names none. Pure.
///
/// @param digits `00000000` to `99999999`
record DeviceCode(String digits) {
    private static final int LENGTH = 8;

    static DeviceCode of(DeviceId device) {
        byte[] hash =
                Hashes.sha256(
                        ("device code\0" + device.owner() + "\0" + device.instance())
                                .getBytes(StandardCharsets.UTF_8));
        long number = ByteBuffer.wrap(hash).getLong() >>> 1;
        return new DeviceCode("%08d".formatted(number % 100_000_000));
    }

    /// As people type it: with a dash, with spaces, or without.
    static Optional<DeviceCode> parse(String typed) {
        String digits = typed.replaceAll("[\\s\\p{Pd}.]", "");
        return digits.length() == LENGTH && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(new DeviceCode(digits))
                : Optional.empty();
    }

    /// As people read it: `1234-5678`.
    @Override
    public String toString() {
        return digits.substring(0, LENGTH / 2) + "-" + digits.substring(LENGTH / 2);
    }
}
