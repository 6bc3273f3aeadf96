package org.earshot.softphone.ua;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.earshot.softphone.media.audio.Conference;

/// The calls of this phone whose people hear each other; one conference at most. Confined to the user-agent thread.
final class Conferencing {
    private static final int LEAST = 2;

    private final Consumer<UserAgentEvent> tell;
    private final Map<Id, Call> members = new LinkedHashMap<>();
    private Conference conference = new Conference();

    Conferencing(Consumer<UserAgentEvent> tell) {
        this.tell = tell;
    }

    /// Joins calls to those that are in it; takes them back from hold.
    ///
    /// @throws IllegalStateException with a sentence for the user, if one of them does not stand; then nothing has changed
    /// @throws IllegalArgumentException likewise, if there would be fewer than two
    void join(List<Call> calls) {
        calls.forEach(Call::audio); // or says that one does not stand
        long others =
                calls.stream().filter(call -> !members.containsKey(call.id())).distinct().count();
        if (members.size() + others < LEAST) {
            throw new IllegalArgumentException("a conference is of two calls at least");
        }
        for (Call call : calls) {
            if (members.putIfAbsent(call.id(), call) == null) {
                call.join(conference.sit());
            }
        }
        told();
    }

    /// Everybody hears us alone again.
    void end() {
        if (!members.isEmpty()) {
            members.values().forEach(Call::leaveConference);
            members.clear();
            conference = new Conference();
            told();
        }
    }

    /// A call is over; one that is left alone is a call like others.
    void onEnded(Call call) {
        if (members.remove(call.id()) == null) {
            return;
        }
        if (members.size() < LEAST) {
            end();
        } else {
            told();
        }
    }

    private void told() {
        tell.accept(new UserAgentEvent.ConferenceChanged(List.copyOf(members.keySet())));
    }
}
