package org.earshot.softphone.ui.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;

/// Who has called in vain, in one line. Pure.
final class MissedCalls {
    /// There is no room for more names.
    private static final int MOST_NAMES = 4;

    private MissedCalls() {}

    /// @param calls the newest first
    /// @param missed how many of those that were missed are meant, the newest
    /// @return the callers, who called last first, each once, with how often; "" for nobody
    static String words(List<PastCall> calls, int missed, Function<PastCall, String> nameOf) {
        Map<String, Integer> callers = new LinkedHashMap<>();
        calls.stream()
                .filter(call -> call.outcome() == Outcome.MISSED)
                .limit(missed)
                .forEach(call -> callers.merge(nameOf.apply(call), 1, Integer::sum));
        String names =
                callers.entrySet().stream()
                        .limit(MOST_NAMES)
                        .map(one ->
                                one.getValue() == 1
                                        ? one.getKey()
                                        : one.getKey() + " (" + one.getValue() + ")")
                        .collect(Collectors.joining(", "));
        return callers.size() > MOST_NAMES ? names + " …" : names;
    }
}
