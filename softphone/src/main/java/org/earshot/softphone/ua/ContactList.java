package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The contact list of who is logged in. The server tells how it is there, by a subscription; what the user changes here
/// goes there as soon as that is known, and both are merged where both were changed. Confined to the user-agent thread.
final class ContactList {
    private static final Logger log = LoggerFactory.getLogger(ContactList.class);

    /// What the server takes.
    private static final int MOST = 1000;

    /// How long a device waits that may not have the list, unless the server writes before.
    private static final Duration WITHHELD_PAUSE = Duration.ofMinutes(1);

    /// Until a server is asked again that gives none for another reason.
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(10);

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final RandomGenerator random;
    private final ContactStore store;
    private final ContactPublication publication;

    private boolean opened;
    private Optional<String> account = Optional.empty();
    private boolean loaded;
    private final List<Runnable> waiting = new ArrayList<>();
    private List<Contact> mine = List.of();
    private List<Contact> base = List.of();
    private Set<String> favourites = Set.of();
    private ContactsState state = ContactsState.LOCAL;
    private Optional<Identity> registered = Optional.empty();
    private Optional<Subscription> subscription = Optional.empty();
    private Optional<String> version = Optional.empty();
    private Optional<List<Contact>> refused = Optional.empty();
    private Timers.Cancellable timer = () -> {};
    private int failures;

    ContactList(
            Messages.Host host,
            UserAgentThread thread,
            RandomGenerator random,
            ContactStore store) {
        this.host = host;
        this.thread = thread;
        this.random = random;
        this.store = store;
        publication = new ContactPublication(host);
    }

    // The user

    /// Somebody wants to see the list.
    void open() {
        opened = true;
        account.ifPresent(this::load);
    }

    /// Somebody logs in.
    void logIn(String address) {
        account = Optional.of(address);
        if (opened) {
            load(address);
        }
    }

    private void load(String address) {
        if (loaded) {
            return;
        }
        var _ =
                store.load(address)
                        .whenComplete((kept, failure) ->
                                thread.execute(() -> {
                                    if (loaded || !account.equals(Optional.of(address))) {
                                        return;
                                    }
                                    if (failure != null) {
                                        log.error("contacts can't be read: {}", failure.toString());
                                    } else {
                                        mine = kept.mine();
                                        base = kept.base();
                                        favourites = kept.favourites();
                                    }
                                    loaded = true;
                                    if (!mine.isEmpty()) {
                                        tell();
                                    }
                                    List.copyOf(waiting).forEach(Runnable::run);
                                    waiting.clear();
                                    follow();
                                }));
    }

    private void whenLoaded(Runnable command) {
        if (account.isEmpty() || !opened) {
            throw new IllegalStateException("not logged in");
        }
        if (loaded) {
            command.run();
        } else {
            waiting.add(command);
        }
    }

    /// One more, or one by another name.
    ///
    /// @throws IllegalStateException with a sentence for the user
    void put(Contact contact) {
        whenLoaded(() -> {
            List<Contact> after = new ArrayList<>(mine);
            int at = after.stream().map(Contact::uri).toList().indexOf(contact.uri());
            if (at >= 0) {
                after.set(at, contact);
            } else if (after.size() < MOST) {
                after.add(contact);
            } else {
                host.tell(
                        new UserAgentEvent.CommandFailed(
                                Optional.empty(),
                                "a contact list has at most " + MOST + " people"));
            }
            change(after);
        });
    }

    /// Many more at once; who is there keeps the place, and the name where no other is given.
    ///
    /// @throws IllegalStateException with a sentence for the user
    void putAll(List<Contact> contacts) {
        whenLoaded(() -> {
            Map<String, Contact> after = new LinkedHashMap<>();
            mine.forEach(one -> after.put(one.uri(), one));
            int tooMany = 0;
            for (Contact contact : contacts) {
                if (after.containsKey(contact.uri())) {
                    if (!contact.name().isEmpty()) {
                        after.put(contact.uri(), contact);
                    }
                } else if (after.size() < MOST) {
                    after.put(contact.uri(), contact);
                } else {
                    tooMany++;
                }
            }
            change(List.copyOf(after.values()));
            if (tooMany > 0) {
                host.tell(
                        new UserAgentEvent.CommandFailed(
                                Optional.empty(),
                                "a contact list has at most "
                                        + MOST
                                        + " people: "
                                        + tooMany
                                        + " were left out"));
            }
        });
    }

    /// The user wants somebody at hand, or not any more.
    ///
    /// @throws IllegalStateException with a sentence for the user
    void favourite(String uri, boolean on) {
        String canonical = SipUris.canonical(uri);
        whenLoaded(() -> {
            if (on && mine.stream().noneMatch(one -> one.uri().equals(canonical))) {
                put(new Contact(canonical, ""));
            }
            Set<String> after = new HashSet<>(favourites);
            if (on ? after.add(canonical) : after.remove(canonical)) {
                favourites = Set.copyOf(after);
                save();
                tell();
            }
        });
    }

    /// One less.
    ///
    /// @throws IllegalStateException with a sentence for the user
    void remove(String uri) {
        String canonical = SipUris.canonical(uri);
        whenLoaded(
                () -> change(mine.stream().filter(one -> !one.uri().equals(canonical)).toList()));
    }

    /// Tells it as it is, or as soon as it is known.
    void show() {
        if (opened && account.isPresent()) {
            whenLoaded(this::tell);
        }
    }

    private void change(List<Contact> after) {
        if (!after.equals(mine)) {
            mine = List.copyOf(after);
            save();
            tell();
            publish();
        }
    }

    private void tell() {
        host.tell(
                new UserAgentEvent.ContactsChanged(
                        mine.stream()
                                .map(one -> one.withFavourite(favourites.contains(one.uri())))
                                .toList(),
                        state));
    }

    private void enter(ContactsState next) {
        if (state != next) {
            state = next;
            tell();
        }
    }

    private void save() {
        var _ =
                store.save(account.orElseThrow(), new ContactStore.Kept(mine, base, favourites))
                        .exceptionally(failure -> {
                            log.error("contacts can't be kept: {}", failure.toString());
                            return null;
                        });
    }

    // The server

    /// The server knows us; where we are elsewhere than before, or were away, all is asked anew.
    void onRegistered(Identity here) {
        if (!registered.equals(Optional.of(here))) {
            registered = Optional.of(here);
            follow();
        }
    }

    private void follow() {
        if (!loaded || registered.isEmpty()) {
            return;
        }
        version = Optional.empty();
        publication.abandon();
        timer.cancel();
        String own = account.orElseThrow();
        Subscription all =
                subscription.orElseGet(() ->
                        new Subscription(
                                host,
                                thread,
                                random,
                                EventPackage.CONTACT_LIST,
                                own,
                                List.of(),
                                new Listener()));
        subscription = Optional.of(all);
        all.start();
    }

    private final class Listener implements Subscription.Listener {
        @Override
        public void onNotify(Request notify) {
            Optional<String> told = Fields.text(notify, "SIP-ETag");
            if (told.isEmpty()
                    || !Fields.contentType(notify)
                            .equalsIgnoreCase(EventPackage.CONTACT_LIST.contentType())) {
                log.warn("a contact list without a version, or of another kind");
                return;
            }
            try {
                learn(contacts(Fields.body(notify)), told.get());
            } catch (MalformedPayloadException e) {
                log.warn("the contact list can't be read: {}", e.getMessage());
            }
        }

        @Override
        public void onUnknown() {
            version = Optional.empty();
        }

        @Override
        public void onRefused(SubscriptionAnswer.Never why) {
            version = Optional.empty();
            if (why.withheld()) {
                withheld();
                return;
            }
            log.info("this server does not give the contact list: {}", why.reason());
            enter(ContactsState.LOCAL);
            if (!why.unknownHere()) {
                timer.cancel();
                timer = thread.after(REFUSED_PAUSE, ContactList.this::follow);
            }
        }
    }

    private static List<Contact> contacts(byte[] document) throws MalformedPayloadException {
        return ResourceLists.parse(document).entries().stream()
                .map(entry -> new Contact(entry.uri(), entry.displayName().orElse("")))
                .toList();
    }

    private void learn(List<Contact> theirs, String theirVersion) {
        List<Contact> merged = ContactMerge.merge(base, mine, theirs);
        boolean news = !merged.equals(mine);
        boolean changed = news || !theirs.equals(base);
        mine = merged;
        base = theirs;
        version = Optional.of(theirVersion);
        if (changed) {
            save();
        }
        if (news && state == ContactsState.SYNCED) {
            tell();
        } else if (news || state != ContactsState.SYNCED) {
            state = ContactsState.SYNCED;
            tell();
        }
        publish();
    }

    /// Sends what the server has not got, once it is known what it has.
    private void publish() {
        if (version.isEmpty()
                || publication.isUnderWay()
                || ContactMerge.same(mine, base)
                || refused.equals(Optional.of(mine))
                || host.identity().isEmpty()) {
            return;
        }
        timer.cancel();
        List<Contact> sent = mine;
        String from = version.get();
        publication.send(
                host.identity().get(), sent, from, outcome -> onOutcome(sent, from, outcome));
    }

    private void onOutcome(List<Contact> sent, String from, ContactPublication.Outcome outcome) {
        switch (outcome) {
            case ContactPublication.Outcome.Kept(Optional<String> now) -> {
                failures = 0;
                // what a NOTIFY has told meanwhile is later
                if (version.equals(Optional.of(from)) && now.isPresent()) {
                    base = sent;
                    version = now;
                    save();
                }
                publish();
            }
            case ContactPublication.Outcome.Conflict() -> {
                if (version.equals(Optional.of(from))) {
                    version = Optional.empty(); // until the server says how it is now
                    again(Duration.ZERO, () -> subscription.ifPresent(Subscription::refresh));
                } else {
                    publish(); // it has said so already
                }
            }
            case ContactPublication.Outcome.Later(int seconds) ->
                    again(Duration.ofSeconds(seconds), this::publish);
            case ContactPublication.Outcome.Refused(boolean withheld, String reason) -> {
                if (withheld) {
                    withheld();
                } else {
                    refused = Optional.of(sent);
                    host.tell(
                            new UserAgentEvent.CommandFailed(
                                    Optional.empty(),
                                    "the server does not take the contact list: " + reason));
                }
            }
        }
    }

    private void again(Duration atLeast, Runnable what) {
        Duration wait = Backoff.after(++failures, false, random);
        timer.cancel();
        timer = thread.after(wait.compareTo(atLeast) < 0 ? atLeast : wait, what);
    }

    private void withheld() {
        enter(ContactsState.WITHHELD);
        timer.cancel();
        timer = thread.after(WITHHELD_PAUSE, this::follow);
    }

    /// The server has something to say to this device: perhaps that it may have the list now.
    void onNews() {
        if (state == ContactsState.WITHHELD) {
            follow();
        }
    }

    /// The server is away.
    void onLost() {
        if (registered.isPresent()) {
            registered = Optional.empty();
            version = Optional.empty();
            timer.cancel();
            publication.abandon();
            subscription.ifPresent(Subscription::onLost);
        }
    }

    /// We log out.
    void end() {
        timer.cancel();
        publication.abandon();
        subscription.ifPresent(Subscription::end);
        subscription = Optional.empty();
        registered = Optional.empty();
        version = Optional.empty();
        refused = Optional.empty();
        account = Optional.empty();
        loaded = false;
        waiting.clear();
        mine = List.of();
        base = List.of();
        favourites = Set.of();
        state = ContactsState.LOCAL;
        failures = 0;
    }

    boolean matches(Request notify) {
        return subscription.filter(one -> one.matches(notify)).isPresent();
    }

    /// A NOTIFY of it came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        subscription.orElseThrow(Rejections::noSuchCall).receive(request);
    }
}
