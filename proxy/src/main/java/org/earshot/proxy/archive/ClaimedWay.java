package org.earshot.proxy.archive;

import java.util.List;

/// Which way a file goes, as the paths say that phones give each other (RFC 4975 §8.1, RFC 4976): the server does not see who connects to whom.
///
/// @param relays `HOST` or `HOST:PORT` of each relay that stands in one of the paths; none: straight. Never the whole URI: whoever knows that may use it
public record ClaimedWay(List<String> relays) {
    public ClaimedWay {
        relays = List.copyOf(relays);
    }

    /// As it stands in the record.
    String text() {
        return relays.isEmpty() ? "direct" : "relay";
    }
}
