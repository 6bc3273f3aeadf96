package org.earshot.softphone.media.ice;

import java.util.Arrays;
import java.util.Optional;

/// What of a stream has a port of its own (RFC 8445 §4, RFC 8839 §5.1): its packets, and its reports where these don't share the port (RFC 5761).
public enum Component {
    /// Packets of audio; and reports, where the other side can do that.
    RTP(1),
    /// Reports to those who want them at a port of their own.
    RTCP(2);

    private final int id;

    Component(int id) {
        this.id = id;
    }

    /// As SDP and priorities count it: 1 or 2.
    public int id() {
        return id;
    }

    /// The component with this number in SDP; empty for others.
    public static Optional<Component> of(String number) {
        return Arrays.stream(values())
                .filter(component -> Integer.toString(component.id).equals(number))
                .findFirst();
    }
}
