package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.earshot.common.relay.Relay;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.sdp.MediaPolicy;

/// What calls share. The requester answers challenges for the account of the identity.
///
/// @param relaysNow the STUN and TURN servers that the account may use
/// @param reach where audio may go
record CallContext(
        UserAgentThread thread,
        Requester requester,
        Identity identity,
        MediaFactory mediaFactory,
        PhoneSettings settings,
        Memory memory,
        SecureRandom random,
        Supplier<List<Relay>> relaysNow,
        Predicate<InetAddress> reach) {

    /// The same at another address of ours.
    CallContext at(Identity there) {
        return new CallContext(
                thread, requester, there, mediaFactory, settings, memory, random, relaysNow, reach);
    }

    /// Who helps to find ways through routers, perhaps nobody; empty: calls are made without ICE. To be asked anew whenever
    /// sockets are opened, since credentials end. A call without a server goes to a machine nearby, who needs to know none of our other
    /// addresses.
    Optional<List<IceServer>> ice() {
        if (identity.direct()) {
            return Optional.empty();
        }
        boolean reliable = identity.server().transport() != Transport.UDP;
        return settings.ice().isWanted(reliable, identity.contact().getAddress())
                ? Optional.of(IceServers.of(relaysNow.get()))
                : Optional.empty();
    }

    /// What we wish for: without a microphone there is nothing to send.
    ///
    /// @param hold whether our user holds the other side
    Direction direction(boolean hold) {
        return Direction.of(mediaFactory.sound().hasMicrophone(), !hold);
    }

    /// What may be agreed with somebody.
    MediaPolicy mediaPolicy(String peer) {
        return new MediaPolicy(
                identity.isEncrypted(), plainAllowed(peer), settings.wishes(), reach);
    }

    /// Whether a call with somebody may be one without encryption: never again after one with it, or whoever
    /// sits between us could take the lock away.
    boolean plainAllowed(String peer) {
        return !identity.direct()
                && !settings.encryptionRequired()
                && !memory.knows(encryptedWith(peer));
    }

    /// A call with somebody was encrypted.
    void learnEncrypted(String peer) {
        if (!identity
                .direct()) { // else it is so in any case, and the address is another one's tomorrow
            memory.learn(encryptedWith(peer));
        }
    }

    private static String encryptedWith(String peer) {
        return "encrypted " + SipUris.canonical(peer);
    }
}
