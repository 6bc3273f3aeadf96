package org.earshot.registrar.presence.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.Pidf;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;

/// What a published document comes down to. Stateless.
public final class PublishedState {
    private PublishedState() {}

    /// One that can't be read says nothing: it was checked when it came.
    public static PresenceState read(String body) {
        try {
            return PresenceState.of(Pidf.parse(body.getBytes(UTF_8)));
        } catch (MalformedPayloadException e) {
            return PresenceState.of(PresenceStatus.UNKNOWN);
        }
    }
}
