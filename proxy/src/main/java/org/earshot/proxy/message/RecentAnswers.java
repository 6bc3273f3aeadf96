package org.earshot.proxy.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What senders were answered of late: one that has lost its answer gets the same without a look into the store.
/// Thread-safe.
final class RecentAnswers {
    private static final int MOST = 20_000;

    private final Map<RepeatKey, Answer> answers =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<RepeatKey, Answer> eldest) {
                    return size() > MOST;
                }
            };

    /// @return what was there before
    synchronized Optional<Answer> putIfAbsent(RepeatKey key, Answer answer) {
        return Optional.ofNullable(answers.putIfAbsent(key, answer));
    }

    synchronized void remove(RepeatKey key, Answer answer) {
        answers.remove(key, answer);
    }
}
