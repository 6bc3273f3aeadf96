package org.earshot.common.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.key.KeyRing;

/// Issues the nonces of one start of one node, and says what a nonce that comes back is worth. Thread-safe.
public final class Nonces {
    private final KeyRing ring;
    private final String realm;
    private final long start;
    private final InstantSource clock;
    private final NonceCounts counts;

    /// Which have shown already where a wrong password came from.
    private final NonceCounts proofs;

    private final SecureRandom random = new SecureRandom();

    /// @param ring the domain's
    /// @param realm the domain
    /// @param nodeStart which start of which node this is, as in [org.earshot.common.stack.Flow#node()]
    /// @param life how long a nonce may be used, such as 5 minutes
    /// @param most how many used nonces to remember (about 150 bytes each)
    public Nonces(
            KeyRing ring,
            String realm,
            String nodeStart,
            Duration life,
            int most,
            InstantSource clock) {
        this.ring = ring;
        this.realm = realm;
        this.clock = clock;
        counts = new NonceCounts(life, most);
        proofs = new NonceCounts(life, most);
        start = ByteBuffer.wrap(Ha1.hash(DigestAlgorithm.SHA_256, nodeStart)).getLong();
    }

    /// A new one.
    ///
    /// @param receiver who it is given to
    String issue(InetAddress receiver) {
        return SignedNonce.issue(
                        ring, realm, start, clock.instant(), random, SourceNetwork.of(receiver))
                .text();
    }

    /// Whether it shows that who sends it is in the network of an address: it was given there, not too long ago, and no wrong password
    /// was proven by it yet. It may be used from elsewhere as well. Whoever was there once can't go on for ever in its name.
    boolean proves(SignedNonce nonce, InetAddress source) {
        return proofs.isUnused(nonce, clock.instant())
                && nonce.wasGivenTo(ring, SourceNetwork.of(source));
    }

    /// Proves a wrong password by it, once.
    ///
    /// @return false if it does not prove that, or did it before
    boolean prove(SignedNonce nonce, InetAddress source) {
        return nonce.wasGivenTo(ring, SourceNetwork.of(source))
                && proofs.use(nonce, 1, true, clock.instant());
    }

    /// Whether a node of this domain issued it, whenever that was.
    Optional<SignedNonce> read(String text) {
        return SignedNonce.read(ring, realm, text);
    }

    /// Uses it, after all else about the request was found right.
    ///
    /// @param once for what `qop=auth` does not protect enough on a cleartext hop
    /// @return false if it is too old, from another node or start, or a repetition: then answer `stale=true`
    boolean use(SignedNonce nonce, long count, boolean once) {
        return nonce.start() == start && counts.use(nonce, count, once, clock.instant());
    }
}
