package org.earshot.softphone.ua;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drafts of who is logged in: one write to the disk at once for each conversation, and then the latest. Thread-safe; what it remembers is
/// confined to the user-agent thread.
final class DraftCommands implements Drafts {
    private static final Logger log = LoggerFactory.getLogger(DraftCommands.class);
    private static final int LONGEST = 60_000;

    private record Place(String account, String conversation) {}

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final DraftStore store;

    /// What is being written, and what is to be written after it.
    private final Map<Place, Optional<String>> writing = new HashMap<>();

    /// @param host asked on the user-agent thread
    DraftCommands(Messages.Host host, UserAgentThread thread, DraftStore store) {
        this.host = host;
        this.thread = thread;
        this.store = store;
    }

    @Override
    public void put(String conversation, String text) {
        String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        thread.execute(() -> {
            try {
                String account = account();
                Place place = new Place(account, SipUris.canonical(conversation));
                if (writing.containsKey(place)) {
                    writing.put(place, Optional.of(kept));
                } else {
                    write(place, kept);
                }
            } catch (IllegalArgumentException | IllegalStateException e) {
                host.tell(new UserAgentEvent.CommandFailed(Optional.empty(), e.getMessage()));
            }
        });
    }

    private String account() {
        return host.account().orElseThrow(() -> new IllegalStateException("not logged in"));
    }

    private void write(Place place, String text) {
        writing.put(place, Optional.empty());
        var _ =
                store.put(place.account, place.conversation, text)
                        .whenCompleteAsync(
                                (_, failure) -> {
                                    if (failure != null) {
                                        log.error("a draft can't be kept: {}", failure.toString());
                                    }
                                    Optional<String> next = writing.remove(place);
                                    next.ifPresent(later -> write(place, later));
                                },
                                thread);
    }

    @Override
    public CompletionStage<Map<String, String>> all() {
        return CompletableFuture.supplyAsync(this::account, thread)
                .thenCompose(account ->
                        store.all(account).thenApplyAsync(kept -> with(account, kept), thread));
    }

    /// With what waits for the disk.
    private Map<String, String> with(String account, Map<String, String> kept) {
        Map<String, String> all = new LinkedHashMap<>(kept);
        writing.forEach((place, next) -> {
            if (place.account.equals(account) && next.isPresent()) {
                if (next.get().isEmpty()) {
                    all.remove(place.conversation);
                } else {
                    all.put(place.conversation, next.get());
                }
            }
        });
        return Map.copyOf(all);
    }
}
