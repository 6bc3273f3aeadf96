package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.earshot.common.relay.Relay;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.Timers;

/// The phone, on our SIP stack. Owns the user-agent thread; commands and requests from other threads are
/// handed over to it.
public final class SipUserAgent implements UserAgent, RequestHandler {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

    private final Signalling signalling;
    private final Network network;
    private final PhoneSettings settings;
    private final Memory memory;
    private final SecureRandom random;
    private final InstantSource clock;
    private final UserAgentThread thread;
    private final AtomicLong ids = new AtomicLong();
    private final EventListeners listeners = new EventListeners();
    private final Messages messages;
    private final Chat chat;
    private final Watching watching;
    private final Publication publication;
    private final Presences presences;
    private final RuleKeeping rules;
    private final MailboxWatch mailbox;
    private final ContactList contactList;
    private final Contacts contacts;
    private final Service service;
    private final AccountCommands account;
    private final GroupService groups;
    private final Calls calls;
    private final FileTransfers transfers;
    private final FileSharing files;
    private final QualityReports reports;
    private final RequestRouting routing;
    private final Sound sound;
    private final DirectCommands direct;
    private final CallJournal log;
    private final CallReports callReports;
    private final Journal journal;
    private final Drafts drafts;
    private final Diagnostics diagnostics;
    private final DoNotDisturb doNotDisturb;
    private final RecordingRule recordings;

    private Optional<LoggedIn> loggedIn = Optional.empty();

    /// Without files, and without calls that need no server.
    ///
    /// @param threads where the user-agent thread takes its threads from
    public SipUserAgent(
            Signalling signalling,
            Network network,
            MediaFactory mediaFactory,
            PhoneSettings settings,
            Memory memory,
            MessageStore messageStore,
            ContactStore contactStore,
            Timers timers,
            InstantSource clock,
            Executor threads,
            SecureRandom random) {
        this(
                signalling,
                network,
                mediaFactory,
                settings,
                memory,
                messageStore,
                contactStore,
                FileKit.none(),
                DirectKit.none(),
                LocalKit.ofThisRun(),
                AccountGateway.none(),
                timers,
                clock,
                threads,
                random);
    }

    /// @param threads where the user-agent thread takes its threads from
    public SipUserAgent(
            Signalling signalling,
            Network network,
            MediaFactory mediaFactory,
            PhoneSettings settings,
            Memory memory,
            MessageStore messageStore,
            ContactStore contactStore,
            FileKit fileKit,
            DirectKit directKit,
            LocalKit local,
            AccountGateway gateway,
            Timers timers,
            InstantSource clock,
            Executor threads,
            SecureRandom random) {
        this.signalling = signalling;
        this.network = network;
        this.settings = settings;
        this.memory = memory;
        this.random = random;
        this.clock = clock;
        thread = new UserAgentThread(threads, timers);
        messages =
                new Messages(
                        new MessageHost(),
                        messageStore,
                        thread,
                        clock,
                        new MessageIds(ids),
                        random);
        chat = new ChatCommands(new MessageHost(), thread, messages, messageStore, this::newId);
        reports = new QualityReports(new MessageHost(), clock, settings.reportsQuality());
        callReports = new CallReports(clock);
        log =
                new CallJournal(
                        local.journal(),
                        clock,
                        () -> new MessageHost().account().orElse(""),
                        listeners::tell,
                        thread);
        journal = new JournalCommands(new MessageHost(), thread, local.journal());
        drafts = new DraftCommands(new MessageHost(), thread, local.drafts());
        calls =
                new Calls(
                        new CallParts(thread, mediaFactory, settings, memory, random),
                        () -> loggedIn,
                        ids,
                        this::tellOfCalls,
                        reports::onOver,
                        log);
        direct =
                new DirectCommands(
                        thread,
                        directKit,
                        network,
                        clock,
                        calls,
                        () -> loggedIn,
                        this::newId,
                        listeners::tell);
        transfers =
                new FileTransfers(
                        new FileContext(
                                thread,
                                () -> loggedIn,
                                fileKit,
                                messages::announce,
                                new FileWays(fileKit.carrier(), () -> loggedIn, clock),
                                clock,
                                random),
                        ids,
                        this::tellOfFiles);
        files = new FileCommands(thread, transfers, this::newId);
        watching = new Watching(new MessageHost(), thread, random);
        publication = new Publication(new MessageHost(), thread, clock, random);
        rules = new RuleKeeping(new MessageHost(), thread, random);
        mailbox = new MailboxWatch(new MessageHost(), thread, random);
        PresenceCommands presence =
                new PresenceCommands(new MessageHost(), thread, publication, watching, rules);
        presences = presence;
        doNotDisturb = new DoNotDisturb(local.switches(), calls, presence, listeners::tell);
        recordings = new RecordingRule(local.switches(), calls, listeners::tell);
        contactList = new ContactList(new MessageHost(), thread, random, contactStore);
        contacts = new ContactCommands(new MessageHost(), thread, contactList, threads);
        service = new ServiceCommands(chat);
        account =
                new AccountCommands(
                        thread,
                        () -> loggedIn,
                        gateway,
                        settings.instanceId(),
                        local.onNewPassword());
        groups = new GroupCommands(account, gateway.groups());
        sound = mediaFactory.sound();
        sound.onEvent(event -> thread.execute(() -> soundEvent(event)));
        diagnostics =
                new DiagnosticCommands(
                        thread, threads, clock, local, callReports, this::accountInWords, sound);
        routing =
                new RequestRouting(
                        () -> loggedIn,
                        calls,
                        transfers,
                        messages,
                        watching,
                        contactList,
                        rules,
                        mailbox);
    }

    private void tellOfCalls(UserAgentEvent event) {
        callReports.onEvent(event);
        listeners.tell(event);
    }

    private void tellOfFiles(UserAgentEvent event) {
        listeners.tell(event);
        if (event instanceof UserAgentEvent.FileChanged file) {
            log.onFile(file);
        }
    }

    private String accountInWords() {
        return loggedIn.map(l ->
                        l.account()
                                + (l.registered().isPresent()
                                        ? ", registered"
                                        : ", not registered"))
                .orElse("none");
    }

    private void soundEvent(UserAgentEvent event) {
        callReports.onEvent(event);
        listeners.tell(event);
        if (event instanceof UserAgentEvent.SoundDevices) {
            calls.microphoneChanged();
        }
    }

    @Override
    public Runnable subscribe(Consumer<UserAgentEvent> listener) {
        return listeners.add(listener);
    }

    // Registration

    @Override
    public void register(Account account) {
        thread.execute(() -> {
            var _ = logOut();
            LoggedIn entering =
                    new LoggedIn(
                            account,
                            thread,
                            signalling,
                            network,
                            settings,
                            memory,
                            clock,
                            random,
                            new LoggedInHost());
            loggedIn = Optional.of(entering);
            contactList.logIn(account.address().toString());
            direct.line().review();
            recordings.logIn(account);
            entering.start();
        });
    }

    private final class LoggedInHost implements LoggedIn.Host {
        @Override
        public void tell(UserAgentEvent event) {
            listeners.tell(event);
            if (event instanceof UserAgentEvent.RegistrationFailed) {
                publication.onLost();
                watching.onLost();
                contactList.onLost();
                rules.onLost();
                mailbox.onLost();
                reports.onLost();
            }
        }

        @Override
        public boolean isWaitedFor(Account account) {
            return messages.isWaiting(account.address().toString())
                    || !calls.isEmpty()
                    || transfers.isWaiting();
        }

        @Override
        public void onRegistered(Identity here, boolean moved, boolean isOurs) {
            messages.sendWaiting();
            calls.moveTo(here, moved);
            transfers.onRegistered(here);
            publication.onRegistered();
            watching.onRegistered(here);
            contactList.onRegistered(here);
            rules.onRegistered();
            mailbox.onRegistered(here, isOurs);
            reports.onRegistered();
        }

        @Override
        public void onDirectCalls(Account account, boolean allowed) {
            direct.line().onWord(account, allowed);
        }

        @Override
        public void onRecording(Account account, boolean allowed) {
            recordings.onWord(account, allowed);
        }

        @Override
        public void onCutOff() {
            calls.cutOff();
        }
    }

    @Override
    public void unregister() {
        thread.execute(() -> {
            var _ = logOut();
            direct.line().review();
        });
    }

    private CompletableFuture<Void> logOut() {
        if (loggedIn.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LoggedIn leaving = loggedIn.get();
        CompletableFuture<Void> unpublished = publication.end();
        CompletableFuture<Void> reported = reports.end();
        watching.end();
        contactList.end();
        rules.end();
        mailbox.end();
        CompletableFuture<Void> done =
                CompletableFuture.allOf(unpublished, reported, leaving.stop());
        loggedIn = Optional.empty();
        listeners.tell(new UserAgentEvent.Unregistered(leaving.account().address().toString()));
        return done;
    }

    /// A connection has ended: to be told by whoever owns the stack. Any thread.
    public void flowClosed(Flow flow) {
        thread.execute(() -> loggedIn.ifPresent(l -> l.flowClosed(flow)));
    }

    // Calls

    /// The STUN and TURN servers that a call may use that begins now; none without an account. User-agent thread.
    List<Relay> relays() {
        return loggedIn.map(LoggedIn::relays).orElse(List.of());
    }

    @Override
    public Id call(String uri) {
        Id id = newId();
        thread.execute(() -> {
            if (!direct.takes(id, uri)) {
                calls.place(id, uri);
            }
        });
        return id;
    }

    @Override
    public void answer(Id call) {
        thread.execute(() -> calls.answer(call));
    }

    @Override
    public void reject(Id call) {
        onCall(call, Call::reject);
    }

    @Override
    public void hangUp(Id call) {
        thread.execute(() -> {
            if (!direct.hangUp(call)) {
                calls.command(call, Call::hangUp);
            }
        });
    }

    @Override
    public void hangUpAll() {
        thread.execute(() -> {
            direct.hangUpAll();
            calls.hangUpAll();
        });
    }

    @Override
    public void hold(Id call) {
        onCall(call, c -> c.hold(true));
    }

    @Override
    public void compared(Id call) {
        onCall(call, Call::compared);
    }

    @Override
    public void resume(Id call) {
        onCall(call, c -> c.hold(false));
    }

    @Override
    public void transfer(Id call, String uri) {
        thread.execute(() -> calls.transfer(call, uri));
    }

    @Override
    public void transferTo(Id call, Id with) {
        thread.execute(() -> calls.transferTo(call, with));
    }

    @Override
    public void sendDigits(Id call, String digits) {
        onCall(
                call,
                c -> {
                    String upper = digits.toUpperCase(Locale.ROOT);
                    if (!upper.matches("[0-9*#A-D]{1,64}")) {
                        throw new IllegalArgumentException("keys are 0-9 * # A-D");
                    }
                    c.audio().sendDigits(upper);
                });
    }

    @Override
    public void conference(List<Id> ids) {
        List<Id> wanted = List.copyOf(ids);
        thread.execute(() -> calls.conference(wanted));
    }

    @Override
    public void record(Id call, Path file) {
        onCall(call, c -> recordings.begin(c, file));
    }

    @Override
    public void stopRecording(Id call) {
        onCall(call, c -> c.audio().stopRecording());
    }

    @Override
    public void endConference() {
        thread.execute(calls::endConference);
    }

    private void onCall(Id id, Consumer<Call> command) {
        thread.execute(() -> calls.command(id, command));
    }

    @Override
    public void mute(boolean on) {
        thread.execute(() -> calls.mute(on));
    }

    @Override
    public Sound sound() {
        return sound;
    }

    @Override
    public Direct direct() {
        return direct;
    }

    // Messages

    @Override
    public Chat chat() {
        return chat;
    }

    @Override
    public Presences presences() {
        return presences;
    }

    @Override
    public Contacts contacts() {
        return contacts;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Drafts drafts() {
        return drafts;
    }

    @Override
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    @Override
    public void doNotDisturb(boolean on) {
        thread.execute(() -> doNotDisturb.set(on));
    }

    @Override
    public boolean isDoNotDisturb() {
        return doNotDisturb.isOn();
    }

    @Override
    public AccountService account() {
        return account;
    }

    @Override
    public GroupService groups() {
        return groups;
    }

    private boolean isOfService(UserAgentEvent event) {
        return event instanceof UserAgentEvent.MessageReceived received
                && loggedIn.map(LoggedIn::account)
                        .filter(own ->
                                ServiceCommands.is(
                                        received.message().key().conversation(),
                                        own.address().toString()))
                        .isPresent();
    }

    @Override
    public FileSharing files() {
        return files;
    }

    private final class MessageHost implements Messages.Host {
        @Override
        public Optional<String> account() {
            return loggedIn.map(l -> l.account().address().toString());
        }

        @Override
        public Optional<Identity> identity() {
            return loggedIn.flatMap(LoggedIn::registered);
        }

        @Override
        public Requester requester() {
            return LoggedIn.orSay(loggedIn).requester();
        }

        @Override
        public void hurry() {
            loggedIn.ifPresent(LoggedIn::hurry);
        }

        @Override
        public void tell(UserAgentEvent event) {
            listeners.tell(event);
            if (event instanceof UserAgentEvent.HistoryReceived || isOfService(event)) {
                contactList.onNews();
            }
            if (event instanceof UserAgentEvent.MessageReceived(Id _, ChatMessage message)) {
                transfers.written(message);
            }
        }
    }

    @Override
    public CompletionStage<Void> quit() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            direct.hangUpAll();
            CompletableFuture<Void> shut = direct.line().close(); // it waits for its own goodbyes
            calls.close();
            transfers.close();
            messages.stop();
            thread.after(LONGEST_GOODBYE, () -> done.complete(null));
            var _ = CompletableFuture.allOf(logOut(), shut).thenRun(() -> done.complete(null));
        });
        return done;
    }

    private Id newId() {
        return new Id(ids.incrementAndGet());
    }

    // Requests of others

    @Override
    public void handle(InboundRequest request) {
        thread.execute(() -> routing.handle(request));
    }
}
