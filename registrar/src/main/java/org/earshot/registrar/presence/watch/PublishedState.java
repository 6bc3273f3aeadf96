package org.earshot.registrar.presence.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.presence.PublishedPresence;

/// What a published document says. Stateless.
public final class PublishedState {
    private PublishedState() {}

    /// One that can't be read says nothing: it was checked when it came.
    public static PublishedPresence read(String body) {
        try {
            return PublishedPresence.parse(body.getBytes(UTF_8));
        } catch (MalformedPayloadException e) {
            return PublishedPresence.of(PresenceState.of(PresenceStatus.UNKNOWN));
        }
    }
}
