package org.earshot.common.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.mime.Digits;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.Rfc3339;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;
import org.earshot.common.xml.XmlWriter;

/// Whether somebody is typing: application/im-iscomposing+xml (RFC 3994).
///
/// @param state whether there was something to see of late
/// @param lastActive when the writer was last seen to write
/// @param contentType what is being written, such as `text/plain`
/// @param refresh after which time without news the receiver takes the state for idle; from 1 s to a day
public record IsComposing(
        State state,
        Optional<Instant> lastActive,
        Optional<String> contentType,
        Optional<Duration> refresh) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/im-iscomposing+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";
    private static final Duration LONGEST = Duration.ofDays(1);

    /// Writing, or not.
    public enum State {
        ACTIVE,
        IDLE
    }

    public IsComposing {
        refresh.ifPresent(time -> {
            if (time.toSeconds() < 1 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("refresh " + time);
            }
        });
        if (!lastActive.map(Rfc3339::isWritable).orElse(true)) {
            throw new IllegalArgumentException("a time of another age");
        }
    }

    /// Somebody writes.
    ///
    /// @param refresh when the next such news comes at the latest
    public static IsComposing active(String contentType, Duration refresh) {
        return new IsComposing(
                State.ACTIVE, Optional.empty(), Optional.of(contentType), Optional.of(refresh));
    }

    /// Nobody writes any more.
    ///
    /// @param lastActive when somebody did
    public static IsComposing idle(String contentType, Instant lastActive) {
        return new IsComposing(
                State.IDLE, Optional.of(lastActive), Optional.of(contentType), Optional.empty());
    }

    /// Reads one. A state that we don't know is idle (RFC 3994 §3.4); a time that is not readable is left out, and a
    /// refresh of more than a day is a day.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static IsComposing parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, NAMESPACE, "isComposing", IsComposing::of);
    }

    /// As the schema has it.
    public byte[] toBytes() {
        XmlWriter xml = new XmlWriter(NAMESPACE).start(NAMESPACE, "isComposing");
        xml.element(NAMESPACE, "state", state.name().toLowerCase(Locale.ROOT));
        xml.element(NAMESPACE, "lastactive", lastActive.map(Rfc3339::format));
        xml.element(NAMESPACE, "contenttype", contentType);
        xml.element(NAMESPACE, "refresh", refresh.map(time -> Long.toString(time.toSeconds())));
        return xml.toBytes();
    }

    private static IsComposing of(XmlElement root) throws MalformedPayloadException {
        String state = root.requiredChild(NAMESPACE, "state").stripped();
        return new IsComposing(
                state.equals("active") ? State.ACTIVE : State.IDLE,
                root.childText(NAMESPACE, "lastactive").flatMap(Rfc3339::parse),
                root.childText(NAMESPACE, "contenttype"),
                root.childText(NAMESPACE, "refresh").flatMap(IsComposing::seconds));
    }

    private static Optional<Duration> seconds(String text) {
        try {
            long seconds = Digits.parse("refresh", text, Long.MAX_VALUE);
            return seconds == 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds())));
        } catch (MalformedPayloadException e) {
            return Optional.empty();
        }
    }
}
