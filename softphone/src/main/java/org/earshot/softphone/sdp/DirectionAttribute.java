package org.earshot.softphone.sdp;

import java.util.List;
import java.util.Locale;
import org.earshot.softphone.media.Direction;

/// Directions as attributes (RFC 3264 §5.1, §6.1).
final class DirectionAttribute {
    private DirectionAttribute() {}

    static Attribute of(Direction direction) {
        return Attribute.flag(name(direction));
    }

    /// Of a medium, else of its session, else both ways (RFC 4566 §6); from the describing side.
    static Direction in(SessionDescription session, MediaDescription medium) {
        return find(medium.attributes(), find(session.attributes(), Direction.SEND_RECV));
    }

    private static Direction find(List<Attribute> attributes, Direction otherwise) {
        for (Attribute attribute : attributes) {
            for (Direction direction : Direction.values()) {
                if (name(direction).equalsIgnoreCase(attribute.name())) {
                    return direction;
                }
            }
        }
        return otherwise;
    }

    private static String name(Direction direction) {
        return direction.name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /// The same, seen from the other side.
    static Direction reversed(Direction direction) {
        return of(direction.receives(), direction.sends());
    }

    /// What is left when both must want it.
    static Direction both(Direction one, Direction other) {
        return of(one.sends() && other.sends(), one.receives() && other.receives());
    }

    private static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? Direction.SEND_RECV : Direction.SEND_ONLY;
        }
        return receives ? Direction.RECV_ONLY : Direction.INACTIVE;
    }
}
