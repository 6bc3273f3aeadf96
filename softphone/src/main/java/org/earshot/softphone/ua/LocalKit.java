package org.earshot.softphone.ua;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.earshot.softphone.trace.SipTrace;

/// What a phone keeps on its own machine besides messages, contacts and files, and what it can say of itself.
///
/// @param trace the last SIP messages
/// @param onNewPassword hears an account and its password that the user has set here; returns at once
/// @param about what else stands in a diagnostics file, such as versions: a title and its text
public record LocalKit(
        JournalStore journal,
        DraftStore drafts,
        Switches switches,
        SipTrace trace,
        Supplier<Map<String, String>> about,
        BiConsumer<String, String> onNewPassword) {

    /// Forgets all at the end of the process.
    public static LocalKit ofThisRun() {
        return new LocalKit(
                JournalStore.ofThisRun(),
                DraftStore.ofThisRun(),
                Switches.ofThisRun(),
                new SipTrace(),
                Map::of,
                (_, _) -> {});
    }
}
