package org.earshot.softphone.ua;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes calls and files into the journal, from what the user hears of them. A call stands there from its beginning, as it would be if the
/// process ended now. Confined to the user-agent thread.
final class CallJournal {
    private static final Logger log = LoggerFactory.getLogger(CallJournal.class);
    private static final String CUT_OFF = "the phone ended meanwhile";

    private final JournalStore store;
    private final InstantSource clock;
    private final Supplier<String> account;
    private final Consumer<UserAgentEvent> tell;
    private final Executor thread;
    private final Map<Id, Underway> calls = new HashMap<>();

    private record Underway(String account, PastCall call) {
        Underway with(Optional<Instant> answered, String encryption) {
            return new Underway(
                    account,
                    new PastCall(
                            call.id(),
                            call.peer(),
                            call.displayName(),
                            call.incoming(),
                            call.began(),
                            answered,
                            answered.orElse(call.ended()),
                            answered.isPresent() ? Outcome.ANSWERED : call.outcome(),
                            call.reason(),
                            encryption));
        }

        Underway ended(Instant now, Outcome outcome, String reason) {
            return new Underway(
                    account,
                    new PastCall(
                            call.id(),
                            call.peer(),
                            call.displayName(),
                            call.incoming(),
                            call.began(),
                            call.answered(),
                            now,
                            outcome,
                            reason,
                            call.encryption()));
        }
    }

    /// @param account of now; "" for none
    /// @param tell hears what is written, once it is
    CallJournal(
            JournalStore store,
            InstantSource clock,
            Supplier<String> account,
            Consumer<UserAgentEvent> tell,
            Executor thread) {
        this.store = store;
        this.clock = clock;
        this.account = account;
        this.tell = tell;
        this.thread = thread;
    }

    /// Something is about to be told.
    void onEvent(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.IncomingCall e ->
                    begin(
                            e.call(),
                            e.from(),
                            e.claimed().orElse(e.displayName()),
                            true,
                            Outcome.MISSED);
            case UserAgentEvent.CallReplaced e ->
                    begin(e.call(), e.from(), "", true, Outcome.FAILED);
            case UserAgentEvent.CallChanged e -> changed(e);
            default -> {}
        }
    }

    private void changed(UserAgentEvent.CallChanged event) {
        Id id = event.call();
        if (!calls.containsKey(id)) {
            begin(id, event.peer(), "", event.incoming(), Outcome.FAILED);
        }
        Underway before = calls.get(id);
        switch (event.state()) {
            case ESTABLISHED, HELD -> {
                Underway now =
                        before.with(
                                before.call.answered().or(() -> Optional.of(clock.instant())),
                                event.encryption().orElse(before.call.encryption()));
                if (!now.equals(before)) {
                    calls.put(id, now);
                    keep(now);
                }
            }
            case ENDED ->
                    calls.put(
                            id,
                            before.ended(clock.instant(), before.call.outcome(), event.reason()));
            case CALLING, RINGING -> {}
        }
    }

    private void begin(Id id, String peer, String name, boolean incoming, Outcome ifCutOff) {
        Instant now = clock.instant();
        Underway begun =
                new Underway(
                        account.get(),
                        new PastCall(
                                UUID.randomUUID().toString(),
                                peer,
                                name,
                                incoming,
                                now,
                                Optional.empty(),
                                now,
                                ifCutOff,
                                CUT_OFF,
                                ""));
        calls.put(id, begun);
        keep(begun);
    }

    private void keep(Underway call) {
        var _ =
                store.begin(call.account, call.call)
                        .exceptionally(failure -> {
                            log.error("a call can't be kept: {}", failure.toString());
                            return null;
                        });
    }

    /// How a call went whose end was told.
    void onOutcome(Id id, Outcome outcome) {
        Underway over = calls.remove(id);
        if (over != null) {
            write(over.account, over.ended(over.call.ended(), outcome, over.call.reason()).call);
        }
    }

    /// A call came that nobody could take.
    void missed(String peer, String name, String reason) {
        Instant now = clock.instant();
        write(
                account.get(),
                new PastCall(
                        UUID.randomUUID().toString(),
                        peer,
                        name,
                        true,
                        now,
                        Optional.empty(),
                        now,
                        Outcome.MISSED,
                        reason,
                        ""));
    }

    /// Something of a file is told.
    void onFile(UserAgentEvent.FileChanged event) {
        switch (event.state()) {
            case OFFERED, PROGRESS, PAUSED -> {}
            case COMPLETE, FAILED, BLOCKED, CANCELLED ->
                    write(
                            account.get(),
                            new PastFile(
                                    UUID.randomUUID().toString(),
                                    event.peer(),
                                    event.incoming(),
                                    event.name(),
                                    event.size(),
                                    event.sha256(),
                                    event.state(),
                                    event.reason(),
                                    clock.instant(),
                                    event.file()));
        }
    }

    private void write(String whose, JournalEntry entry) {
        var _ =
                store.write(whose, entry)
                        .whenCompleteAsync(
                                (_, failure) -> {
                                    if (failure == null) {
                                        tell.accept(new UserAgentEvent.JournalWritten(entry));
                                    } else {
                                        log.error(
                                                "the journal can't be kept: {}",
                                                failure.toString());
                                    }
                                },
                                thread);
    }
}
