package org.earshot.softphone.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last SIP messages that came and went, in memory. Thread-safe; returns at once.
public final class SipTrace {
    private static final int MOST_MESSAGES = 500;
    private static final int MOST_CHARACTERS = 2_000_000;

    private final Deque<Traced> messages = new ArrayDeque<>();
    private final int mostMessages;
    private final int mostCharacters;
    private int characters;

    /// Of 500 messages, and of 2 million characters.
    public SipTrace() {
        this(MOST_MESSAGES, MOST_CHARACTERS);
    }

    SipTrace(int mostMessages, int mostCharacters) {
        this.mostMessages = mostMessages;
        this.mostCharacters = mostCharacters;
    }

    /// One message.
    ///
    /// @param sent whether it went from here
    /// @param peer `tls 192.0.2.1:5061`
    /// @param text the whole of it; secrets too
    public record Traced(Instant at, boolean sent, String peer, String text) {
        /// Without the text.
        @Override
        public String toString() {
            return "Traced[" + at + (sent ? " to " : " from ") + peer + "]";
        }
    }

    /// One more; the oldest go. One that alone is too large is left out.
    ///
    /// @param message as on the wire
    public synchronized void add(Instant at, boolean sent, String peer, String message) {
        if (message.length() > mostCharacters) {
            return;
        }
        messages.addLast(new Traced(at, sent, peer, message));
        characters += message.length();
        while (messages.size() > mostMessages || characters > mostCharacters) {
            characters -= messages.removeFirst().text().length();
        }
    }

    /// What there is, the oldest first.
    public synchronized List<Traced> messages() {
        return List.copyOf(messages);
    }
}
