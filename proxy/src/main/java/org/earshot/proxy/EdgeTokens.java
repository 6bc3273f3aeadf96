package org.earshot.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SecretRingKey;
import org.earshot.common.stack.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one node of the domain tells another in a Route: over which of that one's flows a request goes on. Who has no key ring can't make
/// one; it is good for requests with one Call-ID and one pair of tags, and for some minutes. No phone ever sees one. Thread-safe.
final class EdgeTokens {
    private static final Logger log = LoggerFactory.getLogger(EdgeTokens.class);

    /// Besides the time that a request takes, what the clocks of two nodes may differ.
    static final Duration LIFE = Duration.ofMinutes(5);

    /// None of [RouteTokens] begins so.
    private static final int FORMAT = 16;

    private final KeyRing keyRing;
    private final InstantSource clock;

    EdgeTokens(KeyRing keyRing, InstantSource clock) {
        this.keyRing = keyRing;
        this.clock = clock;
    }

    /// A token that was found good for a request.
    ///
    /// @param flow over which it goes on, of the node for which it is
    /// @param origin over which its sender sent it, to the other node
    record Verified(Flow flow, Flow origin) {}

    /// @param dialog of the request as it leaves: also one that begins something has no To-tag yet
    String sign(Flow flow, Flow origin, DialogId dialog) {
        SecretRingKey key = keyRing.current(KeyName.ROUTE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeShort(key.id().version());
            out.writeLong(clock.instant().plus(LIFE).getEpochSecond());
            FlowBytes.write(out, flow);
            FlowBytes.write(out, origin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RouteSeal.seal(bytes.toByteArray(), key, dialog);
    }

    /// Checks a token against the request that it came with.
    ///
    /// @param text whatever stands in the Route
    /// @return empty if it is no such token of this domain, has expired, or was made for another request
    Optional<Verified> verify(String text, DialogId dialog) {
        return RouteSeal.of(text).flatMap(seal -> verify(seal, dialog));
    }

    private Optional<Verified> verify(RouteSeal seal, DialogId dialog) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(seal.body()))) {
            if (in.readUnsignedByte() != FORMAT) {
                return Optional.empty();
            }
            Optional<SecretRingKey> key = keyRing.find(KeyName.ROUTE, in.readUnsignedShort());
            if (key.isEmpty() || !seal.isGood(key.get(), dialog)) {
                return Optional.empty();
            }
            Instant expiresAt = Instant.ofEpochSecond(in.readLong());
            Verified verified = new Verified(FlowBytes.read(in), FlowBytes.read(in));
            if (!expiresAt.isAfter(clock.instant())) {
                log.warn(
                        "another node sent a request with a token that was good until {}: do the clocks of the nodes differ?",
                        expiresAt);
                return Optional.empty();
            }
            return Optional.of(verified);
        } catch (IOException e) {
            return Optional.empty(); // shorter than any
        }
    }
}
