package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.earshot.common.stack.Timers;
import org.earshot.common.stack.Transport;

/// What a user wants of calls without a server: finds out where a phone is, and has it called. What it keeps is confined to the
/// user-agent thread; commands may come from any.
final class DirectCommands implements Direct {
    /// Phones answer within a second, and are asked three times.
    private static final Duration SEARCH = Duration.ofSeconds(4);

    private final UserAgentThread thread;
    private final DirectKit kit;
    private final DirectCalls line;
    private final Calls calls;
    private final Supplier<Optional<LoggedIn>> loggedIn;
    private final Supplier<Id> newId;
    private final Consumer<UserAgentEvent> tell;

    /// Calls whose phone is being looked for, and what ends that.
    private final Map<Id, Looking> looking = new HashMap<>();

    private Runnable endSearch = () -> {};

    private record Looking(String whom, Runnable end) {}

    DirectCommands(
            UserAgentThread thread,
            DirectKit kit,
            Network network,
            InstantSource clock,
            Calls calls,
            Supplier<Optional<LoggedIn>> loggedIn,
            Supplier<Id> newId,
            Consumer<UserAgentEvent> tell) {
        this.thread = thread;
        this.kit = kit;
        line = new DirectCalls(thread, kit, loggedIn, calls, network, clock, tell);
        this.calls = calls;
        this.loggedIn = loggedIn;
        this.newId = newId;
        this.tell = tell;
    }

    /// What takes such calls, for what happens to the account. User-agent thread.
    DirectCalls line() {
        return line;
    }

    @Override
    public void open() {
        thread.execute(line::begin);
    }

    @Override
    public Id call(String whom) {
        Id id = newId.get();
        thread.execute(() -> place(id, whom));
        return id;
    }

    /// Makes a call that the user did not expressly want without a server, where it goes without one. User-agent thread.
    ///
    /// @return false: it is the server's
    boolean takes(Id id, String typed) {
        if (!line.isWanted()) {
            return false;
        }
        Optional<LoggedIn> own = loggedIn.get();
        if (own.isPresent()
                && DirectTarget.ofCall(typed, own.get().account(), kit.line().orElseThrow()::isNear)
                        .isEmpty()) {
            return false;
        }
        place(id, typed);
        return true;
    }

    private void place(Id id, String typed) {
        try {
            line.lineOrSay();
            switch (DirectTarget.of(typed)) {
                case DirectTarget.At at -> resolve(id, at);
                case DirectTarget.Nearby(String name) -> find(id, name);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            calls.fail(id, typed, e.getMessage());
        }
    }

    private void resolve(Id id, DirectTarget.At at) {
        looking.put(id, new Looking(at.host(), () -> {}));
        var _ =
                kit.line()
                        .orElseThrow()
                        .resolve(at.host())
                        .whenComplete((found, failure) ->
                                thread.execute(() -> {
                                    if (looking.remove(id) == null) {
                                        return; // given up
                                    }
                                    if (failure == null) {
                                        placeAt(id, at, found);
                                    } else {
                                        calls.fail(id, at.host(), why(failure));
                                    }
                                }));
    }

    private void placeAt(Id id, DirectTarget.At at, List<InetAddress> found) {
        InetAddress address =
                found.stream()
                        .filter(kit.line().orElseThrow()::isNear)
                        .findFirst()
                        .orElse(found.getFirst());
        try {
            line.place(id, at, address);
        } catch (IllegalStateException e) {
            calls.fail(id, at.uri(address), e.getMessage());
        }
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return String.valueOf(cause.getMessage());
    }

    private void find(Id id, String name) {
        Runnable end =
                kit.neighbours()
                        .search(found ->
                                thread.execute(() ->
                                        found.stream()
                                                .filter(one -> one.name().equalsIgnoreCase(name))
                                                .findFirst()
                                                .ifPresent(one -> found(id, one))));
        Timers.Cancellable limit =
                thread.after(
                        SEARCH,
                        () -> {
                            if (giveUp(id)) {
                                calls.fail(id, name, "no phone nearby is called " + name);
                            }
                        });
        looking.put(
                id,
                new Looking(
                        name,
                        () -> {
                            end.run();
                            limit.cancel();
                        }));
    }

    private void found(Id id, NearbyPhone phone) {
        if (giveUp(id)) {
            InetAddress address = phone.address();
            DirectTarget.At at =
                    new DirectTarget.At(
                            phone.name(), address.getHostAddress(), phone.port(), Transport.UDP);
            placeAt(id, at, List.of(address));
        }
    }

    /// Stops to look for the phone of a call.
    ///
    /// @return false if that is not being done
    private boolean giveUp(Id id) {
        Looking given = looking.remove(id);
        if (given != null) {
            given.end().run();
        }
        return given != null;
    }

    /// Ends a call whose phone is being looked for. User-agent thread.
    ///
    /// @return false if there is none
    boolean hangUp(Id id) {
        String whom = looking.containsKey(id) ? looking.get(id).whom() : "";
        boolean given = giveUp(id);
        if (given) {
            calls.fail(id, whom, "cancelled");
        }
        return given;
    }

    /// The same for all, and for a search.
    void hangUpAll() {
        List.copyOf(looking.keySet()).forEach(this::hangUp);
        endSearch.run();
        endSearch = () -> {};
    }

    @Override
    public void nearby() {
        thread.execute(() -> {
            try {
                line.lineOrSay();
                search();
            } catch (IllegalStateException e) {
                tell.accept(new UserAgentEvent.CommandFailed(Optional.empty(), e.getMessage()));
            }
        });
    }

    private void search() {
        endSearch.run();
        NearbySearch search = new NearbySearch(tell);
        Runnable end = kit.neighbours().search(found -> thread.execute(() -> search.found(found)));
        Timers.Cancellable limit =
                thread.after(
                        SEARCH,
                        () -> {
                            end.run();
                            search.end();
                        });
        endSearch =
                () -> {
                    end.run();
                    limit.cancel();
                };
    }
}
