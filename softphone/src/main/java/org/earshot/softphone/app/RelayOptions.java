package org.earshot.softphone.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayCredential;
import org.earshot.common.relay.RelayOffer;
import org.earshot.common.relay.RelayUri;
import org.earshot.common.relay.RelayUri.Scheme;

/// The STUN and TURN servers that the command line names.
final class RelayOptions {
    private RelayOptions() {}

    /// @throws IllegalArgumentException with a sentence for the user
    /// @throws StartFailure if the password can't be read
    static List<Relay> relays(PhoneOptions options) {
        List<Relay> relays = new ArrayList<>();
        for (String server : options.stun) {
            relays.add(said("--stun", () -> Relay.stun(RelayUri.parse("stun:" + server))));
        }
        if (options.turn.isEmpty()
                && !(options.turnUser.isEmpty() && options.turnPasswordFile == null)) {
            throw new IllegalArgumentException("--turn is missing (see --help)");
        }
        if (!options.turn.isEmpty()) {
            RelayCredential credential = credential(options);
            for (String server : options.turn) {
                relays.add(said("--turn", () -> Relay.turn(turn(server), credential)));
            }
        }
        if (relays.size() > RelayOffer.MOST) {
            throw new IllegalArgumentException(
                    "--stun and --turn: " + RelayOffer.MOST + " servers at most");
        }
        return relays;
    }

    private static RelayUri turn(String text) {
        RelayUri uri = RelayUri.parse(text);
        if (uri.scheme() == Scheme.STUN) {
            throw new IllegalArgumentException("\"" + text + "\" belongs to --stun, without stun:");
        }
        return uri;
    }

    /// One that the user has from elsewhere: it stands.
    private static RelayCredential credential(PhoneOptions options) {
        if (options.turnUser.isEmpty()) {
            throw new IllegalArgumentException("--turn-user is missing (see --help)");
        }
        if (options.turnPasswordFile == null) {
            throw new IllegalArgumentException("--turn-password-file is missing (see --help)");
        }
        String password = PhoneMain.firstLine(options.turnPasswordFile);
        return said(
                "--turn-user", () -> new RelayCredential(options.turnUser, password, Instant.MAX));
    }

    private static <T> T said(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
