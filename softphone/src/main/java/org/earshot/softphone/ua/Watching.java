package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose presence we want to know: single people, and the contacts by one subscription to a list of them (RFC 5367), or
/// one by one where the server does no lists. Confined to the user-agent thread.
final class Watching {
    private static final Logger log = LoggerFactory.getLogger(Watching.class);
    private static final PresenceState UNKNOWN = PresenceState.of(PresenceStatus.UNKNOWN);

    /// One by one, where there are no lists.
    private static final int MOST_SINGLE = 200;

    private static final int MOST_LISTED = 500;

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final RandomGenerator random;
    private final Map<String, PresenceState> known = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> contacts = new LinkedHashSet<>();
    private final Map<String, Subscription> single = new LinkedHashMap<>();
    private Optional<Subscription> list = Optional.empty();
    private Optional<Identity> registered = Optional.empty();
    private boolean noLists;
    private boolean nothingHere;

    Watching(Messages.Host host, UserAgentThread thread, RandomGenerator random) {
        this.host = host;
        this.thread = thread;
        this.random = random;
    }

    /// One more.
    void subscribe(String uri) {
        String canonical = SipUris.canonical(uri);
        nothingHere = false;
        asked.add(canonical);
        single(canonical).start();
    }

    /// These contacts, in place of those before.
    void watch(List<String> uris) {
        Set<String> wanted = new LinkedHashSet<>();
        uris.stream().map(SipUris::canonical).limit(MOST_LISTED).forEach(wanted::add);
        if (wanted.equals(contacts)) {
            return;
        }
        contacts.clear();
        contacts.addAll(wanted);
        if (registered.isPresent()) {
            watchContacts();
        }
    }

    private void watchContacts() {
        list.ifPresent(Subscription::end);
        list = Optional.empty();
        for (String uri : List.copyOf(single.keySet())) {
            if (!asked.contains(uri) && !contacts.contains(uri)) {
                single.remove(uri).end();
            }
        }
        known.keySet().removeIf(uri -> !asked.contains(uri) && !contacts.contains(uri));
        if (contacts.isEmpty() || nothingHere) {
            return;
        }
        if (noLists) {
            oneByOne();
            return;
        }
        String own = registered.orElseThrow().account().address().toString();
        Subscription all =
                new Subscription(
                        host,
                        thread,
                        random,
                        EventPackage.PRESENCE,
                        own,
                        List.copyOf(contacts),
                        new Listener(own, List.copyOf(contacts)) {
                            @Override
                            public void onRefused(SubscriptionAnswer.Never why) {
                                log.info("presence by a list is refused: {}", why.reason());
                                noLists = true;
                                list = Optional.empty();
                                oneByOne();
                            }
                        });
        list = Optional.of(all);
        all.start();
    }

    private void oneByOne() {
        contacts.stream()
                .filter(uri -> !single.containsKey(uri))
                .limit(MOST_SINGLE)
                .forEach(uri -> single(uri).start());
    }

    private Subscription single(String uri) {
        return single.computeIfAbsent(
                uri,
                _ ->
                        new Subscription(
                                host,
                                thread,
                                random,
                                EventPackage.PRESENCE,
                                uri,
                                List.of(),
                                new Listener(uri, List.of(uri)) {
                                    @Override
                                    public void onRefused(SubscriptionAnswer.Never why) {
                                        refused(uri, why.reason(), why.unknownHere());
                                    }
                                }));
    }

    /// Said once of a server that knows no presence, whomever we ask for.
    private void refused(String uri, String reason, boolean unknownHere) {
        if (!unknownHere) {
            if (asked.contains(uri)) {
                tellFailed("no presence of " + uri + ": " + reason);
            }
        } else if (!nothingHere) {
            nothingHere = true;
            tellFailed("no presence of " + uri + ": the other side knows no presence");
        }
    }

    private void tellFailed(String text) {
        host.tell(new UserAgentEvent.CommandFailed(Optional.empty(), text));
    }

    /// What a subscription tells.
    private abstract class Listener implements Subscription.Listener {
        private final String resource;
        private final List<String> about;

        Listener(String resource, List<String> about) {
            this.resource = resource;
            this.about = about;
        }

        @Override
        public void onNotify(Request notify) {
            try {
                PresenceDocuments.read(notify, resource).forEach(Watching.this::learn);
            } catch (MalformedPayloadException e) {
                log.warn("a presence document can't be read: {}", e.getMessage());
            }
        }

        @Override
        public void onUnknown() {
            about.stream().filter(known::containsKey).forEach(uri -> learn(uri, UNKNOWN));
        }
    }

    /// Only what is new is told; of people whom we did not ask for nothing is believed.
    private void learn(String uri, PresenceState state) {
        if ((asked.contains(uri) || contacts.contains(uri))
                && !state.equals(known.put(uri, state))) {
            host.tell(
                    new UserAgentEvent.PresenceChanged(
                            uri, Availability.of(state.status()), state.note()));
        }
    }

    /// The server knows us; where we are elsewhere than before, or were away, all is asked anew.
    void onRegistered(Identity here) {
        if (registered.equals(Optional.of(here))) {
            return;
        }
        registered = Optional.of(here);
        asked.forEach(uri -> single(uri).start());
        watchContacts();
    }

    /// The server is away.
    void onLost() {
        if (registered.isPresent()) {
            registered = Optional.empty();
            list.ifPresent(Subscription::onLost);
            single.values().forEach(Subscription::onLost);
        }
    }

    /// We log out.
    void end() {
        list.ifPresent(Subscription::end);
        single.values().forEach(Subscription::end);
        List.copyOf(known.keySet()).forEach(uri -> learn(uri, UNKNOWN));
        known.clear();
        single.clear();
        asked.clear();
        list = Optional.empty();
        registered = Optional.empty();
        noLists = false;
        nothingHere = false;
    }

    /// A NOTIFY came.
    ///
    /// @throws SipRejection to answer with
    void receive(InboundRequest request) throws SipRejection {
        List<Subscription> all = new ArrayList<>(single.values());
        list.ifPresent(all::add);
        for (Subscription subscription : all) {
            if (subscription.matches(request.message())) {
                subscription.receive(request);
                return;
            }
        }
        throw Rejections.noSuchCall();
    }
}
