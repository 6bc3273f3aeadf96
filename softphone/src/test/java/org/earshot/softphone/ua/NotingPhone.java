package org.earshot.softphone.ua;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.earshot.softphone.contactfile.ContactFile;

/// A phone that does nothing but note its commands, in the words of the headless phone, and tell what a test wants told.
/// Thread-safe.
public final class NotingPhone implements UserAgent {
    private final NotingSound sound = new NotingSound();
    private final JournalStore journal = JournalStore.ofThisRun();
    private final DraftStore drafts = DraftStore.ofThisRun();
    private volatile boolean undisturbed;

    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> watched = new CopyOnWriteArrayList<>();
    private final List<Contact> known = new CopyOnWriteArrayList<>();
    private final NotingChat chat = new NotingChat(commands, this::tell);
    private final NotingAccount accounts = new NotingAccount(commands);
    private final NotingGroups groups = new NotingGroups(commands);
    private final CompletableFuture<Consumer<UserAgentEvent>> subscriber =
            new CompletableFuture<>();

    /// What it was told, in order.
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /// Waits until somebody listens.
    public void awaitSubscriber() {
        subscriber.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /// Tells whoever listens.
    public void tell(UserAgentEvent event) {
        subscriber.getNow(_ -> {}).accept(event);
    }

    @Override
    public Runnable subscribe(Consumer<UserAgentEvent> listener) {
        subscriber.complete(listener);
        return () -> {};
    }

    @Override
    public void register(Account account) {
        commands.add("register");
    }

    @Override
    public void unregister() {
        commands.add("unregister");
    }

    @Override
    public FileSharing files() {
        return new FileSharing() {
            @Override
            public Id send(String uri, Path path) {
                commands.add("send " + uri + " " + path);
                return new Id(8);
            }

            @Override
            public void accept(Id file) {
                commands.add("accept " + file);
            }

            @Override
            public void reject(Id file) {
                commands.add("reject file " + file);
            }

            @Override
            public void pause(Id file) {
                commands.add("pause " + file);
            }

            @Override
            public void resume(Id file) {
                commands.add("resume " + file);
            }

            @Override
            public void cancel(Id file) {
                commands.add("cancel " + file);
            }
        };
    }

    @Override
    public Id call(String uri) {
        commands.add("call " + uri);
        return new Id(7);
    }

    @Override
    public Direct direct() {
        return new Direct() {
            @Override
            public void open() {
                commands.add("direct");
            }

            @Override
            public Id call(String whom) {
                commands.add("call --direct " + whom);
                return new Id(7);
            }

            @Override
            public void nearby() {
                commands.add("nearby");
            }
        };
    }

    @Override
    public void answer(Id call) {
        commands.add("answer " + call);
    }

    @Override
    public void reject(Id call) {
        commands.add("reject " + call);
    }

    @Override
    public void hangUp(Id call) {
        commands.add("hangup " + call);
    }

    @Override
    public void hangUpAll() {
        commands.add("hangup");
    }

    @Override
    public void hold(Id call) {
        commands.add("hold " + call);
    }

    @Override
    public void conference(List<Id> calls) {
        commands.add(
                "conference " + calls.stream().map(Id::toString).collect(Collectors.joining(" ")));
    }

    @Override
    public void record(Id call, Path file) {
        commands.add("record " + call + " " + file);
    }

    @Override
    public void stopRecording(Id call) {
        commands.add("record " + call + " off");
    }

    @Override
    public void endConference() {
        commands.add("conference off");
    }

    @Override
    public void compared(Id call) {
        commands.add("compared " + call);
    }

    @Override
    public void resume(Id call) {
        commands.add("resume " + call);
    }

    @Override
    public void transfer(Id call, String uri) {
        commands.add("transfer " + call + " " + uri);
    }

    @Override
    public void transferTo(Id call, Id with) {
        commands.add("transfer " + call + " " + with);
    }

    @Override
    public void sendDigits(Id call, String digits) {
        commands.add("dtmf " + call + " " + digits);
    }

    @Override
    public void mute(boolean on) {
        commands.add("mute " + (on ? "on" : "off"));
    }

    @Override
    public NotingChat chat() {
        return chat;
    }

    @Override
    public Presences presences() {
        return new Presences() {
            @Override
            public void publish(Availability availability, String note) {
                commands.add(("presence " + availability.word() + " " + note).strip());
            }

            @Override
            public void subscribe(String uri) {
                commands.add("subscribe " + uri);
            }

            @Override
            public void watch(List<String> uris) {
                watched.clear();
                watched.addAll(uris);
            }

            @Override
            public void rule(String uri, PresenceRule.Sight sight) {
                commands.add("rule " + sight.word() + " " + uri);
            }

            @Override
            public void rules() {
                commands.add("rules");
            }
        };
    }

    /// Whose presence the window wants to know.
    public List<String> watched() {
        return List.copyOf(watched);
    }

    /// Tells the list at once, as one that is kept here.
    @Override
    public Contacts contacts() {
        return new Contacts() {
            @Override
            public void open() {
                show();
            }

            @Override
            public void put(String uri, String name) {
                known.removeIf(one -> one.uri().equals(new Contact(uri, name).uri()));
                known.add(new Contact(uri, name));
                show();
            }

            @Override
            public void remove(String uri) {
                known.removeIf(one -> one.uri().equals(new Contact(uri, "").uri()));
                show();
            }

            @Override
            public void favourite(String uri, boolean on) {
                commands.add("favourite " + (on ? "add " : "remove ") + uri);
                known.replaceAll(one ->
                        one.uri().equals(new Contact(uri, "").uri()) ? one.withFavourite(on) : one);
                show();
            }

            @Override
            public CompletionStage<ContactFile.Preview> read(Path file) {
                try {
                    return CompletableFuture.completedFuture(ContactFile.read(file, "example.org"));
                } catch (IOException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }

            @Override
            public void putAll(List<Contact> contacts) {
                contacts.forEach(one -> {
                    known.removeIf(there -> there.uri().equals(one.uri()));
                    known.add(one);
                });
                show();
            }

            @Override
            public void show() {
                tell(new UserAgentEvent.ContactsChanged(known, ContactsState.LOCAL));
            }
        };
    }

    /// Who is on the list.
    public List<Contact> known() {
        return List.copyOf(known);
    }

    @Override
    public NotingSound sound() {
        return sound;
    }

    /// One that tests fill by [#journalStore], for nobody's account.
    @Override
    public Journal journal() {
        return new Journal() {
            @Override
            public CompletionStage<List<JournalEntry.PastCall>> calls(
                    Optional<Instant> before, int most) {
                return journal.calls("", before, most);
            }

            @Override
            public CompletionStage<List<JournalEntry.PastFile>> files(
                    Optional<Instant> before, int most) {
                return journal.files("", before, most);
            }

            @Override
            public CompletionStage<List<JournalEntry.PastFile>> filesNamed(String words, int most) {
                return journal.filesNamed("", SearchWords.of(words), most);
            }

            @Override
            public CompletionStage<List<JournalEntry>> of(
                    String conversation, Instant from, Instant to) {
                return journal.of("", conversation, from, to);
            }

            @Override
            public CompletionStage<Integer> missedUnseen() {
                return journal.missedUnseen("");
            }

            @Override
            public CompletionStage<Void> seenMissed() {
                commands.add("missed seen");
                return journal.seenMissed("");
            }
        };
    }

    /// What [#journal] reads.
    public JournalStore journalStore() {
        return journal;
    }

    @Override
    public Drafts drafts() {
        return new Drafts() {
            @Override
            public void put(String conversation, String text) {
                var _ = drafts.put("", conversation, text);
            }

            @Override
            public CompletionStage<Map<String, String>> all() {
                return drafts.all("");
            }
        };
    }

    /// Writes nothing.
    @Override
    public Diagnostics diagnostics() {
        return zip -> {
            commands.add("diagnostics " + zip);
            return CompletableFuture.completedFuture(zip);
        };
    }

    @Override
    public void doNotDisturb(boolean on) {
        commands.add("dnd " + (on ? "on" : "off"));
        undisturbed = on;
        tell(new UserAgentEvent.DoNotDisturbChanged(on));
    }

    @Override
    public boolean isDoNotDisturb() {
        return undisturbed;
    }

    @Override
    public NotingAccount account() {
        return accounts;
    }

    @Override
    public NotingGroups groups() {
        return groups;
    }

    @Override
    public Service service() {
        return new Service() {
            private Id note(String command) {
                commands.add(command);
                return new Id(90);
            }

            @Override
            public Id block(String uri) {
                return note("block " + uri);
            }

            @Override
            public Id unblock(String uri) {
                return note("unblock " + uri);
            }

            @Override
            public Id blocked() {
                return note("blocked");
            }

            @Override
            public Id allow(String code) {
                return note("allow " + code);
            }
        };
    }

    @Override
    public CompletionStage<Void> quit() {
        return CompletableFuture.completedFuture(null);
    }
}
