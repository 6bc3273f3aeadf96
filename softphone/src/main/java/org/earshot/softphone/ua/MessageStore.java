package org.earshot.softphone.ua;

import java.time.Instant;
import java.util.List;

/// What about messages has to outlive the process: texts that no 2xx came for yet, and which messages were
/// shown. Every method returns at once; what it keeps may reach the disk a little later.
public interface MessageStore {

    /// A text that no 2xx came for yet.
    ///
    /// @param account whose it is: it leaves under no other name
    /// @param uri to whom
    /// @param callId its own, the same at each try
    /// @param tag of From, the same at each try
    /// @param since when it was written
    record Unsent(
            String account, String uri, String text, String callId, String tag, Instant since) {

        @Override
        public String toString() {
            return "Unsent[" + callId + " to " + uri + "]";
        }
    }

    /// Those of the runs before, oldest first. To be asked once, at the start.
    List<Unsent> unsent();

    /// Keeps a text until [#sent].
    void add(Unsent message);

    /// A text is through, or given up.
    void sent(Unsent message);

    /// The received messages of the runs before, oldest first; as many as [#seen] keeps.
    List<String> seen();

    /// Notes a received message. The oldest are forgotten.
    ///
    /// @param key by which it is known again, one line
    void seen(String key);

    /// Forgets all at the end of the process.
    static MessageStore ofThisRun() {
        return new MessageStore() {
            @Override
            public List<Unsent> unsent() {
                return List.of();
            }

            @Override
            public void add(Unsent message) {}

            @Override
            public void sent(Unsent message) {}

            @Override
            public List<String> seen() {
                return List.of();
            }

            @Override
            public void seen(String key) {}
        };
    }
}
