package org.earshot.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.earshot.common.key.SecretRingKey;

/// What keeps a token of ours from being made by others, or used elsewhere: a MAC with a route key of the key ring over the token and the dialog that
/// it was made for. As text it is characters that a URI's user part may hold unescaped. The first byte of a token says which kind it is. Immutable.
final class RouteSeal {
    private static final int MAC_BYTES = 16;
    private static final int MAX_TEXT = 1024;

    private final byte[] body;
    private final byte[] mac;

    private RouteSeal(byte[] body, byte[] mac) {
        this.body = body;
        this.mac = mac;
    }

    /// @param body which names the key's version
    static String seal(byte[] body, SecretRingKey key, DialogId dialog) {
        byte[] mac = Arrays.copyOf(key.mac(signed(body, dialog)), MAC_BYTES);
        byte[] whole = Arrays.copyOf(body, body.length + MAC_BYTES);
        System.arraycopy(mac, 0, whole, body.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /// Takes a text apart, and checks nothing yet.
    ///
    /// @param text whatever stands in a Route
    /// @return empty for what can't be a token
    static Optional<RouteSeal> of(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            byte[] whole = Base64.getUrlDecoder().decode(text);
            int length = whole.length - MAC_BYTES;
            return length <= 0
                    ? Optional.empty()
                    : Optional.of(
                            new RouteSeal(
                                    Arrays.copyOf(whole, length),
                                    Arrays.copyOfRange(whole, length, whole.length)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not Base64
        }
    }

    /// What the token says; anybody may have written it until [#isGood].
    byte[] body() {
        return body.clone();
    }

    boolean isGood(SecretRingKey key, DialogId dialog) {
        return key.verify(signed(body, dialog), mac);
    }

    private static byte[] signed(byte[] body, DialogId dialog) {
        byte[] context =
                ('\0' + dialog.callId() + '\0' + dialog.fromTag() + '\0' + dialog.toTag())
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(body, body.length + context.length);
        System.arraycopy(context, 0, all, body.length, context.length);
        return all;
    }
}
