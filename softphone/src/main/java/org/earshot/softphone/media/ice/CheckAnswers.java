package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers to checks of the other side (RFC 8445 §7.3, RFC 8489 §9.1.3). They are no longer than the checks, so that nobody can use us
/// to send more than he sends.
final class CheckAnswers {
    static final int ROLE_CONFLICT = 487;

    private static final Set<Integer> KNOWN =
            Set.of(
                    StunMessage.USERNAME,
                    StunMessage.MESSAGE_INTEGRITY,
                    StunMessage.PRIORITY,
                    StunMessage.USE_CANDIDATE);

    private final String ownPrefix;
    private final byte[] key;
    private final Role role;

    /// What is sent, and what is thought of the check.
    static final class Answer {
        private final byte[] datagram;
        private final boolean accepted;

        private Answer(byte[] datagram, boolean accepted) {
            this.datagram = datagram;
            this.accepted = accepted;
        }

        byte[] datagram() {
            return datagram;
        }

        /// Whether the check is one of the other side, and counts.
        boolean isAccepted() {
            return accepted;
        }
    }

    CheckAnswers(IceCredentials own, Role role) {
        this.ownPrefix = own.fragment() + ":";
        this.key = StunMessage.shortTermKey(own.password());
        this.role = role;
    }

    /// What a check is answered. May change the role.
    Answer to(StunMessage request, InetSocketAddress from) {
        Optional<String> user = request.text(StunMessage.USERNAME);
        if (user.isEmpty() || !request.has(StunMessage.MESSAGE_INTEGRITY)) {
            return refusal(request.error(400, "Bad Request").unsigned());
        }
        if (!user.get().startsWith(ownPrefix) || !request.isSignedWith(key)) {
            return refusal(request.error(401, "Unauthorized").unsigned());
        }
        List<Integer> unknown = request.unknownRequired(KNOWN);
        if (!unknown.isEmpty()) {
            return refusal(
                    request.error(420, "Unknown Attribute")
                            .put(StunMessage.UNKNOWN_ATTRIBUTES, types(unknown))
                            .sign(key));
        }
        if (role.settle(request)) {
            return refusal(request.error(ROLE_CONFLICT, "Role Conflict").sign(key));
        }
        return new Answer(
                request.success().putAddress(StunMessage.XOR_MAPPED_ADDRESS, from).sign(key), true);
    }

    private static Answer refusal(byte[] datagram) {
        return new Answer(datagram, false);
    }

    private static byte[] types(List<Integer> attributes) {
        byte[] types = new byte[2 * attributes.size()];
        for (int i = 0; i < attributes.size(); i++) {
            types[2 * i] = (byte) (attributes.get(i) >> 8);
            types[2 * i + 1] = (byte) (int) attributes.get(i);
        }
        return types;
    }
}
