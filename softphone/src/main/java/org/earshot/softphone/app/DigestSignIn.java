package org.earshot.softphone.app;

import java.util.List;
import java.util.Optional;
import org.earshot.common.auth.DigestChallenge;
import org.earshot.softphone.file.StoreSignIn;

/// Signs requests by HTTPS with the password of SIP. Thread-safe.
public final class DigestSignIn implements StoreSignIn {
    /// A nonce serves for longer; but a request with a large body should not be the one that learns its end.
    private static final long LONGEST_NANOS = 120_000_000_000L;

    private final DomainDigest digest;
    private Optional<DigestChallenge> challenge = Optional.empty();
    private long count;
    private long challengedAt;

    /// @param realm the account's domain
    public DigestSignIn(String user, String realm, String password) {
        this.digest = new DomainDigest(user, realm, password);
    }

    @Override
    public synchronized Optional<String> authorization(String method, String path) {
        if (System.nanoTime() - challengedAt > LONGEST_NANOS) {
            challenge = Optional.empty();
        }
        return challenge.map(asked -> digest.answer(asked, method, path, ++count));
    }

    @Override
    public synchronized boolean challenged(List<String> challenges) {
        challenge = digest.ours(challenges);
        count = 0;
        challengedAt = System.nanoTime();
        return challenge.isPresent();
    }
}
