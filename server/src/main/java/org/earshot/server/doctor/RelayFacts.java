package org.earshot.server.doctor;

import java.util.Optional;

/// How a STUN or TURN server of `relay.uris` is, as far as that shows from this machine.
///
/// @param uri as the configuration has it
/// @param host of it
public record RelayFacts(String uri, String host, Found found) {
    /// What came of asking.
    public enum Found {
        /// It answers, or says nothing of itself by its protocol (DTLS).
        THERE,
        /// Its name has no address.
        NO_ADDRESS,
        /// Nothing came back.
        SILENT
    }

    /// Pure.
    Optional<Complaint> complaint() {
        return switch (found) {
            case THERE -> Optional.empty();
            case NO_ADDRESS ->
                    Optional.of(
                            new Complaint(
                                    "relay",
                                    false,
                                    uri
                                            + " of relay.uris has no address: phones behind routers get no help by it",
                                    "add an A or AAAA record for " + host + ", or name another"));
            case SILENT ->
                    Optional.of(
                            new Complaint(
                                    "relay",
                                    false,
                                    uri
                                            + " of relay.uris does not answer here: calls between networks may find no way",
                                    "see that it runs (systemctl status coturn) and listens there, and what the packet filters between let pass; right if phones reach it and this machine may not"));
        };
    }
}
