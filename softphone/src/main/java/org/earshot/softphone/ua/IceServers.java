package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayUri;
import org.earshot.softphone.media.ice.IceServer;

/// The STUN and TURN servers of an account as the media know them. Pure.
final class IceServers {
    private IceServers() {}

    /// Those that can be used: TURN by DTLS can't.
    static List<IceServer> of(List<Relay> relays) {
        return relays.stream().flatMap(relay -> of(relay).stream()).toList();
    }

    private static Optional<IceServer> of(Relay relay) {
        RelayUri uri = relay.uri();
        Optional<IceServer.Account> account =
                relay.credential()
                        .map(known -> new IceServer.Account(known.username(), known.password()));
        return transport(uri)
                .map(transport -> new IceServer(uri.host(), uri.port(), transport, account));
    }

    private static Optional<IceServer.Transport> transport(RelayUri uri) {
        boolean udp = uri.transport() == RelayUri.Transport.UDP;
        return switch (uri.scheme()) {
            case STUN -> Optional.of(IceServer.Transport.UDP);
            case TURN -> Optional.of(udp ? IceServer.Transport.UDP : IceServer.Transport.TCP);
            case TURNS -> udp ? Optional.empty() : Optional.of(IceServer.Transport.TLS);
        };
    }
}
