package org.earshot.softphone.ui.model;

import java.awt.image.BufferedImage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.Conversation;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ua.Mailbox;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.look.AvatarIcon;
import org.earshot.softphone.ui.words.FileWords;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.Why;

/// What the window shows, without the window: made from events, on the event dispatch thread.
public final class PhoneModel {
    private static final String CONNECTING = Texts.get("registration.connecting");
    private static final String NEARBY_ONLY = Texts.get("registration.nearby");

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, UserAgentEvent.PresenceChanged> presence = new LinkedHashMap<>();
    private final ConversationsModel conversations = new ConversationsModel();
    private final CallsModel calls = new CallsModel();
    private final JournalModel journal = new JournalModel();
    private final Map<Id, UserAgentEvent.FileChanged> files = new LinkedHashMap<>();
    private final Map<UserAgentEvent.SoundMatter, String> troubles =
            new EnumMap<>(UserAgentEvent.SoundMatter.class);
    private final Map<String, String> directory = new HashMap<>();
    private final InstantSource clock;
    private final Instant began;
    private List<String> groups = List.of();
    private Function<String, Optional<BufferedImage>> pictures = _ -> Optional.empty();
    private String registration = CONNECTING;
    private boolean registered;
    private String notice = "";
    private int pieces;
    private int deviceChanges;
    private boolean undisturbed;
    private boolean muted;
    private boolean focused = true;
    private Consumer<String> onSeen = _ -> {};
    private List<Contact> contacts = List.of();
    private ContactsState contactsState = ContactsState.LOCAL;
    private Optional<Mailbox> mailbox = Optional.empty();
    private boolean callsWithoutServer;
    private UserAgentEvent.NearbyPhones nearby = new UserAgentEvent.NearbyPhones(List.of(), false);
    private Optional<String> own = Optional.empty();
    private boolean metServer;
    private Optional<String> selected = Optional.empty();

    /// @param clock for what has no time of its own, such as calls
    public PhoneModel(InstantSource clock) {
        this.clock = clock;
        began = clock.instant();
    }

    /// Calls and files that are over.
    public JournalModel journal() {
        return journal;
    }

    /// What the store has of the runs before.
    public void knownJournal(List<PastCall> calls, List<PastFile> files, int missed) {
        journal.known(calls, files, missed);
        changed();
    }

    /// Calls and files of the runs before belong between the messages of a conversation.
    public void happened(String peer, List<JournalEntry> entries) {
        conversations.happened(peer, entries.stream().map(PastWords::line).toList());
        changed();
    }

    /// @return takes the listener back
    public Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// @param listener is told which conversation the user has seen
    public void onSeen(Consumer<String> listener) {
        onSeen = listener;
    }

    /// Something has happened. All listeners are told, once.
    public void apply(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.Registered r -> {
                registered = true;
                metServer = true;
                own = Optional.of(r.address());
                registration = Texts.get("registration.online", Names.of(r.address()));
            }
            case UserAgentEvent.Unregistered _ -> {
                registered = false;
                registration = Texts.get("registration.out");
            }
            case UserAgentEvent.RegistrationFailed f -> {
                registered = false;
                registration =
                        Texts.get(
                                f.retryIn().isPresent()
                                        ? "registration.offline.trying"
                                        : "registration.offline",
                                Why.of(f.reason()));
            }
            case UserAgentEvent.NoticeChanged n -> notice = n.text();
            case UserAgentEvent.RecordingAllowed r -> calls.recordingIs(r.on());
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
            case UserAgentEvent.MailboxChanged m -> mailbox = m.mailbox();
            case UserAgentEvent.MediaReport m -> calls.quality(m);
            case UserAgentEvent.SoundDevices _ -> deviceChanges++;
            case UserAgentEvent.AudioTrouble t -> troubles.put(t.about(), Why.of(t.text()));
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
            case UserAgentEvent.DigitsSent _,
                    UserAgentEvent.DigitReceived _,
                    UserAgentEvent.RulesTold _ -> {
                return; // nothing of it is shown
            }
            case UserAgentEvent.JournalWritten j -> journal.written(j.entry());
            case UserAgentEvent.DoNotDisturbChanged d -> undisturbed = d.on();
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
    public boolean callsWithoutServer() {
        return callsWithoutServer;
    }

    /// The phones that were found on the network around.
    public List<NearbyPhone> nearby() {
        return nearby.phones();
    }

    /// Whether more may be found.
    public boolean isLookingNearby() {
        return nearby.searching();
    }

    /// The calls that are not over.
    public CallsModel calls() {
        return calls;
    }

    /// The user wants to see one of the calls.
    public void show(Id call) {
        calls.choose(call);
        calls.find(call).ifPresent(line -> selected = Optional.of(line.peer()));
        look();
        changed();
    }

    private static String words(UserAgentEvent.RecordingChanged recording) {
        if (recording.on()) {
            return Texts.get("call.recordingTo", recording.file());
        }
        return recording.reason().isEmpty()
                ? Texts.get("call.recordedTo", recording.file())
                : Texts.get("call.recordingEnded", Why.of(recording.reason()));
    }

    /// What is wrong with the sound, in words; "" for nothing.
    public String soundTrouble() {
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
            if (isInSight(peer) && message.at().isBefore(began)) {
                conversations.waited(peer, message.key().messageId());
            }
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
    public void setFocused(boolean on) {
        focused = on;
        look();
        changed();
    }

    /// What was said in the runs before.
    public void known(List<Conversation> known) {
        conversations.known(known);
        changed();
    }

    /// Older messages of a conversation.
    ///
    /// @param all whether there are no older ones
    public void history(String peer, List<ChatMessage> older, boolean all) {
        conversations.history(peer, older, all);
        changed();
    }

    /// How many pieces of history have come from the server: each time, the store has to be looked at anew.
    public int pieces() {
        return pieces;
    }

    /// As it is when the window begins.
    public void setUndisturbed(boolean on) {
        undisturbed = on;
        changed();
    }

    /// Whether calls that come in do not ring.
    public boolean isUndisturbed() {
        return undisturbed;
    }

    /// How many times sound devices came or went, or others were chosen.
    public int deviceChanges() {
        return deviceChanges;
    }

    /// Whether the store may have older lines of a conversation.
    public boolean hasMore(String peer) {
        return conversations.hasMore(peer);
    }

    /// The addresses on the contact list, in its order.
    public List<String> contacts() {
        return contacts.stream().map(Contact::uri).toList();
    }

    /// What the user calls somebody; "" where there is no name.
    public String nameOf(String peer) {
        String key = Names.key(peer);
        return contacts.stream()
                .filter(contact -> Names.key(contact.uri()).equals(key))
                .map(Contact::name)
                .findFirst()
                .orElse("");
    }

    /// Whether the user wants somebody at hand.
    public boolean isFavourite(String peer) {
        String key = Names.key(peer);
        return contacts.stream()
                .anyMatch(one -> one.favourite() && Names.key(one.uri()).equals(key));
    }

    /// What has to be known of where the contacts are, in words; "" for nothing.
    public String contactsNotice() {
        return contactsState == ContactsState.WITHHELD ? Texts.get("contacts.withheld") : "";
    }

    /// What the server wants the user to know where messages are written; "" for nothing.
    public String notice() {
        return notice;
    }

    /// How somebody can be reached; empty where we were told nothing.
    public Optional<UserAgentEvent.PresenceChanged> presence(String peer) {
        return Optional.ofNullable(presence.get(Names.key(peer)));
    }

    /// Who is writing to us, in words; "" for nobody.
    public String writing(String peer) {
        return conversations.writing(peer, this::shownName);
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
            case OFFERED, PROGRESS, PAUSED -> {
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

    /// What waits in the voice mailbox; empty where there is none.
    public Optional<Mailbox> mailbox() {
        return mailbox;
    }

    /// How many calls were missed since the user looked, and how many voice messages were not heard.
    public int unheard() {
        long voices = mailbox.map(Mailbox::fresh).orElse(0L);
        return (int) Math.min(Integer.MAX_VALUE, journal.missed() + voices);
    }

    /// The files that are offered or on their way, the oldest first.
    public List<UserAgentEvent.FileChanged> files() {
        return List.copyOf(files.values());
    }

    /// How many files are offered to us and wait for our answer.
    public int filesThatWait() {
        return (int)
                files.values().stream()
                        .filter(UserAgentEvent.FileChanged::incoming)
                        .filter(file -> file.state() == UserAgentEvent.FilePhase.OFFERED)
                        .count();
    }

    /// Who is on the other side: what the user calls that one, else what the server says, never without the address.
    public String shownCaller(CallLine call) {
        boolean isKnown =
                !nameOf(call.peer()).isEmpty() || directory.containsKey(Names.key(call.peer()));
        return isKnown ? shownName(call.peer()) : call.who();
    }

    /// What goes on in a call, and with whom.
    public String words(CallLine call) {
        return calls.words(call, this::shownCaller);
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
                .ifPresent(peer -> note(peer, Sentence.of(Why.of(f.text()))));
    }

    /// Somebody was chosen in the list.
    public void select(Optional<String> peer) {
        if (!peer.map(Names::key).equals(selected.map(Names::key))) {
            selected.ifPresent(conversations::leave);
        }
        selected = peer;
        look();
        changed();
    }

    /// The microphone was switched off or on.
    public void setMuted(boolean on) {
        muted = on;
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /// With whom the conversation is that the user has chosen.
    public Optional<String> selected() {
        return selected;
    }

    /// The lines of a conversation as far as they are loaded, the oldest first.
    public List<TextLine> conversation(String peer) {
        return conversations.lines(peer);
    }

    /// Everybody who is known: the contacts in their order, then those with whom something was said.
    public List<String> people() {
        Set<String> all = new LinkedHashSet<>(contacts());
        Set<String> there = all.stream().map(Names::key).collect(Collectors.toSet());
        conversations.peers().stream().filter(peer -> !there.contains(peer)).forEach(all::add);
        return List.copyOf(all);
    }

    /// Everybody with whom something was said, the latest first, and then the groups that are silent so far.
    public List<String> chats() {
        List<String> talked = conversations.latestFirst();
        List<String> silent = groups.stream().filter(group -> !talked.contains(group)).toList();
        return Stream.concat(talked.stream(), silent.stream()).toList();
    }

    /// With how many people and groups something was said.
    public int peers() {
        return conversations.peers().size();
    }

    /// The groups that the user is in.
    public void groupsAre(Collection<String> keys) {
        groups = List.copyOf(keys);
        changed();
    }

    /// What was said last, as far as it is loaded.
    public Optional<TextLine> lastLine(String peer) {
        return conversations.last(peer);
    }

    /// When something was said last.
    public Optional<Instant> lastAt(String peer) {
        return conversations.lastAt(peer);
    }

    /// The first message that had not been seen when this conversation was opened.
    public Optional<String> firstNew(String peer) {
        return conversations.firstNew(peer);
    }

    /// The latest message of a conversation, to be shown in the list.
    public void peek(String peer, List<ChatMessage> latest) {
        conversations.history(peer, latest, false);
        changed();
    }

    /// Changes with whatever is in conversations.
    public int revision() {
        return conversations.revision();
    }

    /// How many messages and calls were not seen yet, of all together.
    public int unread() {
        return conversations.unread();
    }

    /// How the user knows somebody: by the name on the contact list, else by that in the directory, else by the address.
    public String shownName(String uri) {
        String name = nameOf(uri);
        return name.isEmpty() ? directory.getOrDefault(Names.key(uri), Names.of(uri)) : name;
    }

    /// The directory calls somebody so.
    public void directoryHas(String uri, String displayName) {
        if (!displayName.isBlank()) {
            directory.put(Names.key(uri), displayName.strip());
        }
    }

    /// @param source gives somebody's picture, where it is known
    public void picturesBy(Function<String, Optional<BufferedImage>> source) {
        pictures = source;
    }

    /// The window has other colours.
    public void lookChanged() {
        changed();
    }

    /// There is another name or picture.
    public void directoryChanged() {
        changed();
    }

    /// Somebody's picture, or letters in its place.
    ///
    /// @param size in pixels of a display of 96 dpi
    public AvatarIcon avatar(String uri, int size) {
        return new AvatarIcon(Names.key(uri), shownName(uri), size, pictures.apply(uri));
    }

    /// How many messages and calls of a conversation were not seen yet.
    public int unread(String peer) {
        return conversations.unread(peer);
    }

    /// What the clock says, to show how long something has lasted.
    public Instant now() {
        return clock.instant();
    }

    /// Our own address; empty before it was said or the server has known us.
    public Optional<String> own() {
        return own;
    }

    /// Whose phone this is, where nobody waits for the server's word.
    ///
    /// @param address as `sip:alice@example.org`
    public void ownIs(String address) {
        own = own.or(() -> Optional.of(address));
        changed();
    }

    /// Our own address once the server has known us in this run: what only it can tell is worth asking for from then on.
    public Optional<String> ownAtServer() {
        return own.filter(_ -> metServer);
    }

    /// Whether the server knows us, in words, with the reason where it does not.
    public String registration() {
        return registration;
    }

    /// Whether the server knows us, in a word or two where it does.
    public String registrationShort() {
        return registered ? Texts.get("online") : registration;
    }

    /// Whether others can reach this phone: by its server, or, where there is no account, from nearby.
    public boolean isReachable() {
        return registered || registration.equals(NEARBY_ONLY);
    }

    /// Whether the microphone is off.
    public boolean isMuted() {
        return muted;
    }
}
