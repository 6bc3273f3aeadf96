package org.earshot.softphone.media.ice;

import java.util.Optional;

/// Long-term credentials (RFC 8489 §9.2): what we know, and what the server last said that they are for. Not for threads.
final class TurnCredentials {
    private final String username;
    private final String password;
    private Optional<Signing> signing = Optional.empty();

    /// What requests are signed with at present.
    private static final class Signing {
        final String realm;
        final byte[] nonce;
        final byte[] key;

        Signing(String realm, byte[] nonce, byte[] key) {
            this.realm = realm;
            this.nonce = nonce;
            this.key = key;
        }
    }

    TurnCredentials(String username, String password) {
        this.username = username;
        this.password = password;
    }

    /// Takes realm and nonce of a 401 or a 438 (§9.2.5), a 438's realm is the one before where it names none.
    ///
    /// @return whether both are known now
    boolean learn(StunMessage challenge) {
        Optional<byte[]> nonce = challenge.bytes(StunMessage.NONCE);
        Optional<String> realm =
                challenge.text(StunMessage.REALM).or(() -> signing.map(it -> it.realm));
        if (nonce.isEmpty() || realm.isEmpty()) {
            return false;
        }
        byte[] key = StunMessage.longTermKey(username, realm.get(), password);
        signing = Optional.of(new Signing(realm.get(), nonce.get(), key));
        return true;
    }

    /// Another server has another realm.
    void forget() {
        signing = Optional.empty();
    }

    /// The key of what is signed now; empty before the first challenge.
    Optional<byte[]> key() {
        return signing.map(it -> it.key);
    }

    /// The request, signed where a challenge has come.
    byte[] apply(StunMessage.Builder request) {
        if (signing.isEmpty()) {
            return request.unsigned();
        }
        Signing now = signing.get();
        return request.putText(StunMessage.USERNAME, username)
                .putText(StunMessage.REALM, now.realm)
                .put(StunMessage.NONCE, now.nonce)
                .sign(now.key);
    }

    /// Neither name nor password: the name of a time-limited account goes with its password.
    @Override
    public String toString() {
        return signing.isPresent() ? "credentials, challenged" : "credentials";
    }
}
