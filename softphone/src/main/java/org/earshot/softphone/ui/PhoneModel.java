package org.earshot.softphone.ui;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.Conversation;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;

/// What the window shows, without the window: made from events, on the event dispatch thread.
final class PhoneModel {
    private static final String CONNECTING = "Connecting …";
    private static final String NEARBY_ONLY = "Calls of phones nearby are taken";

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, UserAgentEvent.PresenceChanged> presence = new LinkedHashMap<>();
    private final ConversationsModel conversations = new ConversationsModel();
    private final CallsModel calls = new CallsModel();
    private final Map<Id, UserAgentEvent.FileChanged> files = new LinkedHashMap<>();
    private final Map<UserAgentEvent.SoundMatter, String> troubles =
            new EnumMap<>(UserAgentEvent.SoundMatter.class);
    private final InstantSource clock;
    private String registration = CONNECTING;
    private boolean registered;
    private String notice = "";
    private int pieces;
    private boolean muted;
    private boolean focused = true;
    private Consumer<String> onSeen = _ -> {};
    private List<Contact> contacts = List.of();
    private ContactsState contactsState = ContactsState.LOCAL;
    private boolean callsWithoutServer;
    private UserAgentEvent.NearbyPhones nearby = new UserAgentEvent.NearbyPhones(List.of(), false);
    private Optional<String> own = Optional.empty();
    private Optional<String> selected = Optional.empty();

    /// @param clock for what has no time of its own, such as calls
    PhoneModel(InstantSource clock) {
        this.clock = clock;
    }

    /// @return takes the listener back
    Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// @param listener is told which conversation the user has seen
    void onSeen(Consumer<String> listener) {
        onSeen = listener;
    }

    void apply(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.Registered r -> {
                registered = true;
                own = Optional.of(r.address());
                registration = "Online as " + Names.of(r.address());
            }
            case UserAgentEvent.Unregistered _ -> {
                registered = false;
                registration = "Logged out";
            }
            case UserAgentEvent.RegistrationFailed f -> {
                registered = false;
                registration =
                        "Offline: "
                                + f.reason()
                                + (f.retryIn().isPresent() ? " (trying again)" : "");
            }
            case UserAgentEvent.NoticeChanged n -> notice = n.text();
            case UserAgentEvent.IncomingCall c -> {
                calls.incoming(c);
                meet(c.from());
            }
            case UserAgentEvent.CallChanged c -> changed(c);
            case UserAgentEvent.MessageReceived m -> received(m.message());
            case UserAgentEvent.HistoryReceived _ -> pieces++;
            case UserAgentEvent.MessageWritten m -> {
                conversations.add(m.message().key().conversation(), TextLine.of(m.message()));
                meet(m.message().key().conversation());
            }
            case UserAgentEvent.MessageStatus s -> conversations.status(s);
            case UserAgentEvent.ConversationSeen c -> conversations.seen(c.conversation());
            case UserAgentEvent.Typing t -> conversations.typing(t);
            case UserAgentEvent.PresenceChanged p -> presence.put(p.uri(), p);
            case UserAgentEvent.ContactsChanged c -> {
                contacts = c.contacts();
                contactsState = c.state();
            }
            case UserAgentEvent.MediaReport m -> calls.quality(m);
            case UserAgentEvent.SoundDevices _ -> {} // the sound window asks for them
            case UserAgentEvent.AudioTrouble t -> troubles.put(t.about(), t.text());
            case UserAgentEvent.SecurityCode c -> calls.code(c);
            case UserAgentEvent.TransferChanged t -> noteAbout(t.call(), HandOver.words(t));
            case UserAgentEvent.CallReferred c -> noteAbout(c.by(), HandOver.words(c));
            case UserAgentEvent.CallReplaced c -> noteAbout(c.replaced(), HandOver.words(c));
            case UserAgentEvent.ConferenceChanged c -> calls.conference(c);
            case UserAgentEvent.RecordingChanged r -> {
                calls.recording(r);
                noteAbout(r.call(), words(r));
            }
            case UserAgentEvent.FileChanged f -> changed(f);
            case UserAgentEvent.DigitReceived _,
                    UserAgentEvent.RulesTold _,
                    UserAgentEvent.JournalWritten _,
                    UserAgentEvent.DoNotDisturbChanged _ -> {
                return; // nothing of it is shown
            }
            case UserAgentEvent.DirectChanged d -> changed(d);
            case UserAgentEvent.NearbyPhones n -> nearby = n;
            case UserAgentEvent.CommandFailed f -> failed(f);
        }
        changed();
    }

    private void changed(UserAgentEvent.DirectChanged direct) {
        callsWithoutServer = direct.address().isPresent();
        if (callsWithoutServer && registration.equals(CONNECTING)) {
            registration = NEARBY_ONLY; // there may be no account at all
        }
    }

    /// Whether phones nearby can be called without a server.
    boolean callsWithoutServer() {
        return callsWithoutServer;
    }

    /// The phones that were found on the network around.
    List<NearbyPhone> nearby() {
        return nearby.phones();
    }

    /// Whether more may be found.
    boolean isLookingNearby() {
        return nearby.searching();
    }

    /// The calls that are not over.
    CallsModel calls() {
        return calls;
    }

    /// The user wants to see one of the calls.
    void show(Id call) {
        calls.choose(call);
        calls.find(call).ifPresent(line -> selected = Optional.of(line.peer()));
        look();
        changed();
    }

    private static String words(UserAgentEvent.RecordingChanged recording) {
        if (recording.on()) {
            return "Recording to " + recording.file();
        }
        return recording.reason().isEmpty()
                ? "Recorded to " + recording.file()
                : "Recording has ended: " + recording.reason();
    }

    /// What is wrong with the sound, in words; "" for nothing.
    String soundTrouble() {
        return troubles.values().stream().filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    /// The first one with whom something happens is shown at once.
    private void meet(String peer) {
        conversations.meet(peer);
        if (selected.isEmpty()) {
            selected = Optional.of(peer);
        }
    }

    private void received(ChatMessage message) {
        String peer = message.key().conversation();
        conversations.add(peer, TextLine.of(message));
        meet(peer);
        if (!message.mine()) {
            conversations.untold(peer);
            conversations.unseen(peer, isInSight(peer));
            look();
        }
    }

    private boolean isInSight(String peer) {
        return focused && selected.map(Names::key).equals(Optional.of(Names.key(peer)));
    }

    /// Whoever looks at a conversation has seen what is in it.
    private void look() {
        selected.filter(_ -> focused).filter(conversations::look).ifPresent(onSeen);
    }

    /// Whether the user looks at the window.
    void setFocused(boolean on) {
        focused = on;
        look();
        changed();
    }

    /// What was said in the runs before.
    void known(List<Conversation> known) {
        conversations.known(known);
        changed();
    }

    /// Older messages of a conversation.
    ///
    /// @param all whether there are no older ones
    void history(String peer, List<ChatMessage> older, boolean all) {
        conversations.history(peer, older, all);
        changed();
    }

    /// How many pieces of history have come from the server: each time, the store has to be looked at anew.
    int pieces() {
        return pieces;
    }

    boolean hasMore(String peer) {
        return conversations.hasMore(peer);
    }

    /// The addresses on the contact list, in its order.
    List<String> contacts() {
        return contacts.stream().map(Contact::uri).toList();
    }

    /// What the user calls somebody; "" where there is no name.
    String nameOf(String peer) {
        String key = Names.key(peer);
        return contacts.stream()
                .filter(contact -> Names.key(contact.uri()).equals(key))
                .map(Contact::name)
                .findFirst()
                .orElse("");
    }

    /// What has to be known of where the contacts are, in words; "" for nothing.
    String contactsNotice() {
        return contactsState == ContactsState.WITHHELD
                ? "An administrator has set a new password: your contacts and what you wrote before are kept from this"
                        + " device. Agree on a device that you used before, with the code that Earshot has written"
                        + " here, or ask an administrator."
                : "";
    }

    /// What the server wants the user to know where messages are written; "" for nothing.
    String notice() {
        return notice;
    }

    /// How somebody can be reached; empty where we were told nothing.
    Optional<UserAgentEvent.PresenceChanged> presence(String peer) {
        return Optional.ofNullable(presence.get(Names.key(peer)));
    }

    /// Who is writing to us, in words; "" for nobody.
    String writing(String peer) {
        return conversations.writing(peer);
    }

    private void changed(UserAgentEvent.CallChanged c) {
        meet(c.peer());
        Optional<CallLine> before = calls.changed(c, clock.instant());
        if (c.state() == CallPhase.ENDED) {
            note(c.peer(), Ended.words(c, before.orElse(null), clock.instant()));
            if (c.missed()) {
                conversations.unseen(c.peer(), isInSight(c.peer()));
            }
        }
    }

    private void changed(UserAgentEvent.FileChanged f) {
        switch (f.state()) {
            case OFFERED, PROGRESS -> {
                if (files.put(f.id(), f) == null) {
                    meet(f.peer());
                    if (f.incoming()) {
                        conversations.unseen(f.peer(), isInSight(f.peer()));
                    }
                }
            }
            case COMPLETE, FAILED, BLOCKED, CANCELLED -> {
                files.remove(f.id());
                meet(f.peer());
                note(f.peer(), FileWords.end(f));
            }
        }
    }

    /// The files that are offered or on their way, the oldest first.
    List<UserAgentEvent.FileChanged> files() {
        return List.copyOf(files.values());
    }

    private void noteAbout(Id call, String text) {
        calls.find(call).map(CallLine::peer).or(() -> selected).ifPresent(peer -> note(peer, text));
    }

    private void note(String peer, String text) {
        conversations.add(peer, TextLine.note(text, clock.instant()));
    }

    private void failed(UserAgentEvent.CommandFailed f) {
        f.id().flatMap(calls::find)
                .map(CallLine::peer)
                .or(() -> selected)
                .ifPresent(peer -> note(peer, Sentence.of(f.text())));
    }

    /// Somebody was chosen in the list.
    void select(Optional<String> peer) {
        selected = peer;
        look();
        changed();
    }

    void setMuted(boolean on) {
        muted = on;
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    Optional<String> selected() {
        return selected;
    }

    List<TextLine> conversation(String peer) {
        return conversations.lines(peer);
    }

    /// Everybody with whom something was said.
    List<String> peers() {
        return conversations.peers();
    }

    int unread(String peer) {
        return conversations.unread(peer);
    }

    /// What the clock says, to show how long something has lasted.
    Instant now() {
        return clock.instant();
    }

    /// Our own address; empty before the first registration.
    Optional<String> own() {
        return own;
    }

    String registration() {
        return registration;
    }

    /// Whether others can reach this phone: by its server, or, where there is no account, from nearby.
    boolean isReachable() {
        return registered || registration.equals(NEARBY_ONLY);
    }

    boolean isMuted() {
        return muted;
    }
}
