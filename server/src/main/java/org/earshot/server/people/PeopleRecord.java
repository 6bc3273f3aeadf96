package org.earshot.server.people;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what people change about their accounts into the record as what administrators change: first that it begins, with the state before,
/// then what became of it. What can't be recorded does not happen. Thread-safe.
final class PeopleRecord {
    private static final Logger log = LoggerFactory.getLogger("org.earshot.audit");
    private static final int LONGEST = 8000;

    private final Archive archive;
    private final Function<AddressOfRecord, String> states;
    private final InstantSource clock;

    /// @param states an account in words, without secrets; "none" where there is none
    PeopleRecord(Archive archive, Function<AddressOfRecord, String> states, InstantSource clock) {
        this.archive = archive;
        this.states = states;
        this.clock = clock;
    }

    /// Who does it.
    ///
    /// @param words such as `the account itself`
    /// @param source from where; empty: the server does it by itself
    record Actor(String words, Optional<InetAddress> source) {
        Actor(String words, InetAddress source) {
            this(words, Optional.of(source));
        }

        @Override
        public String toString() {
            return words + source.map(from -> ", from " + from.getHostAddress()).orElse("");
        }
    }

    /// Says that something begins.
    ///
    /// @param action such as `account password`
    /// @param before the state, or empty where whoever asks must not wait for it to be looked up
    /// @throws ArchiveUnavailableException if that can't be: then it must not happen
    Administered begin(
            Actor actor,
            String action,
            AddressOfRecord about,
            Optional<String> before,
            List<String> details) {
        Administered begun =
                new Administered(
                        UUID.randomUUID(),
                        clock.instant(),
                        Administered.Stage.BEGUN,
                        actor.toString(),
                        Optional.empty(),
                        action,
                        Optional.of(about.user()),
                        Optional.of(about.toString()),
                        details,
                        before,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        append(begun);
        return begun;
    }

    /// The state of an account, for [#begin].
    Optional<String> state(AddressOfRecord about) {
        String state = states.apply(about);
        return Optional.of(state.substring(0, Math.min(state.length(), LONGEST)));
    }

    /// Says what became of it. Where that can't be written the record has that it began.
    ///
    /// @param outcome `done`, or why not
    void over(Administered begun, AddressOfRecord about, String outcome) {
        try {
            append(
                    new Administered(
                            UUID.randomUUID(),
                            clock.instant(),
                            Administered.Stage.DONE,
                            begun.actor(),
                            begun.login(),
                            begun.action(),
                            begun.subject(),
                            begun.address(),
                            begun.details(),
                            begun.before(),
                            state(about),
                            Optional.of(outcome),
                            Optional.of(begun.id())));
        } catch (RuntimeException e) {
            log.error(
                    "what became of {} of {} could not be recorded: {}",
                    begun.action(),
                    about,
                    e.toString());
        }
    }

    private void append(ArchiveEvent event) {
        try {
            archive.append(event);
        } catch (CompletionException e) { // such as one that is committed and not anchored
            throw new ArchiveUnavailableException("the event is not in the record for sure", e);
        }
    }
}
