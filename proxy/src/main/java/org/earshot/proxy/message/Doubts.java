package org.earshot.proxy.message;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Finds out whether a phone does not want messages now, or not this message: some answer 480, 486 or 500 to one of them
/// each time, and behind that one no other would ever go. A message is tried some times; while it waits its conversation
/// waits with it, so that the order stays, and others go on. Then the next one is tried in its place: where that is taken,
/// it was the message, which stands aside. Where that is refused as well, it was the phone, and everything waits. Confined
/// to its queue.
final class Doubts {
    /// So often a message is tried before it is doubted.
    static final int TRIES = 5;

    private static final int MOST_TRIED = 256;

    private final Map<UUID, Tried> tried =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Tried> eldest) {
                    return size() > MOST_TRIED;
                }
            };
    private final Set<UUID> doubted = new HashSet<>();
    private final Set<String> resting = new HashSet<>();
    private long taken;

    /// @param aside whether the phone took others and not this one
    private record Tried(int times, long takenBefore, boolean aside) {}

    /// What is to be done after a refusal for now.
    enum Verdict {
        /// Its conversation waits; others go on.
        CONVERSATION_RESTS,
        /// The phone takes nothing now.
        DEVICE_RESTS,
        /// The next message is tried.
        TRY_NEXT,
        /// The phone takes others, and not this one.
        STANDS_ASIDE
    }

    /// A phone said that it does not take a message now.
    Verdict said(Message message) {
        Tried before = tried.getOrDefault(message.id(), new Tried(0, taken, false));
        boolean othersWereTaken = before.times() > 0 && taken > before.takenBefore();
        int times = before.times() + 1;
        boolean aside = before.aside() || (times >= TRIES && othersWereTaken);
        tried.put(message.id(), new Tried(times, taken, aside));
        if (aside) {
            return Verdict.STANDS_ASIDE;
        }
        boolean anotherToo = !resting.isEmpty() || !doubted.isEmpty();
        if (times >= TRIES) {
            doubted.add(message.id());
        }
        if (anotherToo) {
            return Verdict.DEVICE_RESTS;
        }
        if (times >= TRIES) {
            return Verdict.TRY_NEXT;
        }
        resting.add(message.conversation());
        return Verdict.CONVERSATION_RESTS;
    }

    /// A phone took one.
    ///
    /// @return those that stand aside now
    Set<UUID> taken(Message message) {
        taken++;
        tried.remove(message.id());
        Set<UUID> aside = Set.copyOf(doubted);
        aside.forEach(id -> tried.put(id, new Tried(TRIES, taken, true)));
        doubted.clear();
        return aside;
    }

    /// It goes no more, for whatever reason.
    void forget(UUID message) {
        tried.remove(message);
        doubted.remove(message);
    }

    /// Whether a message must not go now.
    boolean holds(Message message) {
        return doubted.contains(message.id()) || resting.contains(message.conversation());
    }

    /// Messages for which others are tried.
    Set<UUID> doubted() {
        return Set.copyOf(doubted);
    }

    boolean rests(String conversation) {
        return resting.contains(conversation);
    }

    /// A conversation has waited.
    void rested(String conversation) {
        resting.remove(conversation);
    }

    /// Everything is tried anew, in its order.
    void again() {
        resting.clear();
        doubted.clear();
    }

    /// Whether nothing waits here.
    boolean isEmpty() {
        return resting.isEmpty() && doubted.isEmpty();
    }
}
