package org.earshot.softphone.ui;

import java.awt.BorderLayout;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.account.AccountPanel;
import org.earshot.softphone.ui.account.EnrolDialog;
import org.earshot.softphone.ui.account.LogIn;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.account.LogInPanel;
import org.earshot.softphone.ui.account.Pictures;
import org.earshot.softphone.ui.call.CallBar;
import org.earshot.softphone.ui.call.CallDock;
import org.earshot.softphone.ui.call.CallNotice;
import org.earshot.softphone.ui.chat.ConversationPanel;
import org.earshot.softphone.ui.chat.DraftKeeper;
import org.earshot.softphone.ui.chat.HistoryLoader;
import org.earshot.softphone.ui.desktop.Look;
import org.earshot.softphone.ui.desktop.Notices;
import org.earshot.softphone.ui.desktop.TrayState;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.find.AccountSearch;
import org.earshot.softphone.ui.find.Finding;
import org.earshot.softphone.ui.group.GroupWindows;
import org.earshot.softphone.ui.group.GroupsModel;
import org.earshot.softphone.ui.group.MembersButton;
import org.earshot.softphone.ui.journal.FilesPanel;
import org.earshot.softphone.ui.journal.JournalPages;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.sound.AudioCheck;
import org.earshot.softphone.ui.sound.SoundPanel;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.Why;

/// One account in the window: first its log-in, then its people, conversations and calls. Nothing in it is another account's. Confined to the event dispatch thread.
final class AccountView {
    /// After so long another notice: a thousand messages that waited are one.
    private static final Duration BETWEEN_NOTICES = Duration.ofSeconds(1);

    private final JPanel root = new JPanel(new BorderLayout());
    private final Host host;
    private final LogIn logIn;
    private final InstantSource clock = InstantSource.system();
    private Optional<UserAgent> phone = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<PhoneModel> shown = Optional.empty();
    private Optional<OwnPresence> status = Optional.empty();
    private Optional<IdleWatch> idle = Optional.empty();
    private Optional<CallNotice> callNotice = Optional.empty();
    private Optional<CallDock> callDock = Optional.empty();
    private Optional<NearbyWindow> nearbyWindow = Optional.empty();
    private Optional<GroupWindows> groupWindows = Optional.empty();
    private Optional<AudioCheck> audioCheck = Optional.empty();
    private Optional<Supplier<AccountSearch>> searching = Optional.empty();
    private Instant noticed = Instant.MIN;
    private LogInForm lastForm = LogInForm.empty();

    /// The window around it.
    interface Host {
        JFrame frame();

        WindowSettings settings();

        /// What comes before a first log-in; empty: there is one account, for good.
        Optional<Enrolment> enrolment();

        /// Another look was chosen.
        void look(Look look);

        /// Whether this is the account that is shown.
        boolean isFront(AccountView view);

        /// Whether the user looks at it.
        boolean isSeen(AccountView view);

        /// Shows it, and the window too.
        void toFront(AccountView view);

        /// The account's address, "" where there is but one.
        String nameOf(AccountView view);

        /// All accounts of the window but this one.
        List<AccountView> others(AccountView view);

        /// Begins another account; empty: there can't be one.
        Optional<Runnable> adding();

        /// Takes this one out of the window; empty: it stays.
        Optional<Runnable> closing(AccountView view);

        /// Something that the window shows of its accounts has changed.
        void changed();

        boolean hasTray();

        /// To be told to a user who looks elsewhere.
        void tell(AccountView view, Notices.Notice notice);
    }

    AccountView(Host host, LogIn logIn) {
        this.host = host;
        this.logIn = logIn;
    }

    /// What is shown of it.
    JComponent root() {
        return root;
    }

    private void put(JComponent content) {
        root.removeAll();
        root.add(content, BorderLayout.CENTER);
        root.revalidate();
        root.repaint();
    }

    /// Shows a log-in, and logs in where everything is known that is needed.
    void begin(LogInForm form) {
        logInPanel(form).logInIfComplete();
    }

    /// Whether a link sets a new password for the account that is logged in here.
    boolean isReset(AccountLink link) {
        return link.kind() == AccountLink.Kind.RESET
                && link.name()
                        .map(name -> name + "@" + link.domain())
                        .filter(of -> address().equals(Optional.of(of)))
                        .isPresent();
    }

    /// Whether nobody is in, or about to come in by a password that was kept.
    boolean isLoggedOut() {
        return shown.isEmpty() && attempt.filter(now -> now.atOnce).isEmpty();
    }

    /// Shows what a link does that was opened elsewhere; then logs in, in the place of whoever was in. Returns when the user has done with it.
    ///
    /// @param link empty: it was damaged
    /// @return whether it led to a log-in
    boolean enrol(Optional<AccountLink> link) {
        boolean[] done = new boolean[1];
        host.enrolment()
                .map(by ->
                        new EnrolDialog(
                                host.frame(),
                                by,
                                EnrolDialog.Begin.LINK,
                                form -> {
                                    done[0] = true;
                                    (shown.isPresent() ? logOut() : logInPanel(lastForm))
                                            .fill(form);
                                }))
                .ifPresent(dialog -> {
                    dialog.opened(link);
                    dialog.setVisible(true);
                });
        return done[0];
    }

    /// A phone that is about to register.
    void begin(UserAgent made, PhoneModel model) {
        phone = Optional.of(made);
        phonePanel(made, model);
    }

    /// What a phone tells.
    void apply(PhoneModel model, UserAgentEvent event) {
        model.apply(event);
        if (shown.equals(Optional.of(model)) && !host.isSeen(this) && !model.isUndisturbed()) {
            Instant now = clock.instant();
            Notices.of(event, Notices.Wish.of(host.settings()), model::shownName)
                    .filter(_ -> noticed.isBefore(now.minus(BETWEEN_NOTICES)))
                    .ifPresent(notice -> {
                        noticed = now;
                        host.tell(this, notice);
                    });
        }
    }

    /// The user looks at it, or elsewhere.
    void focused(boolean on) {
        shown.ifPresent(model -> model.setFocused(on));
        callNotice.ifPresent(CallNotice::refresh);
    }

    /// Its address; empty while it is logged out.
    Optional<String> address() {
        return shown.flatMap(PhoneModel::own).map(Names::of);
    }

    /// How it is, for tray and chooser.
    TrayState.One state() {
        return new TrayState.One(
                address().orElse(""),
                shown.map(PhoneModel::isReachable).orElse(false),
                shown.map(PhoneModel::isUndisturbed).orElse(false),
                shown.map(model -> model.unread() + model.unheard()).orElse(0),
                shown.map(PhoneModel::registrationShort).orElse(""));
    }

    /// A call that comes in, in words.
    Optional<String> ringing() {
        return shown.flatMap(
                model -> model.calls().shown().filter(CallLine::ringsHere).map(model::words));
    }

    /// Whether there is a call that was answered.
    boolean talks() {
        return shown.filter(model -> !model.calls().answered().isEmpty()).isPresent();
    }

    /// How the user wants to be seen.
    void status(Availability availability) {
        status.ifPresent(box -> box.setSelectedItem(availability));
    }

    /// The window has other colours.
    void lookChanged() {
        shown.ifPresent(PhoneModel::lookChanged);
    }

    void undisturbed(boolean on) {
        if (shown.isPresent()) {
            phone.ifPresent(of -> of.doNotDisturb(on));
        }
    }

    /// Ends it all. Completes when the server has heard it, or within some seconds.
    CompletionStage<Void> quit() {
        idle.ifPresent(IdleWatch::stop);
        closeOthers();
        attempt = Optional.empty();
        return phone.map(UserAgent::quit).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private LogInPanel logInPanel(LogInForm form) {
        LogInPanel[] panel = new LogInPanel[1];
        panel[0] =
                new LogInPanel(
                        form,
                        typed -> tryLogIn(panel[0], typed),
                        host.enrolment()
                                .map(by ->
                                        begin ->
                                                new EnrolDialog(
                                                                host.frame(),
                                                                by,
                                                                begin,
                                                                panel[0]::fill)
                                                        .setVisible(true)),
                        host.closing(this));
        put(panel[0]);
        host.changed();
        return panel[0];
    }

    private void tryLogIn(LogInPanel panel, LogInForm form) {
        panel.busy();
        phone.ifPresent(UserAgent::quit); // one that is still trying
        phone = Optional.empty();
        Attempt mine = new Attempt(panel, form, panel.isAsKept(form));
        attempt = Optional.of(mine);
        Thread.ofVirtual().name("log-in").start(mine::run);
    }

    /// One press of "Log in". Waits for the first word of the server: the wrong password belongs on the log-in. With a password that was kept the phone is shown at once, with
    /// all that it has, and tries to reach the server meanwhile.
    private final class Attempt {
        private final PhoneModel model = new PhoneModel(InstantSource.system());
        private final LogInPanel panel;
        private final LogInForm form;
        private final boolean atOnce;
        private boolean registered;
        private boolean inside;

        Attempt(LogInPanel panel, LogInForm form, boolean atOnce) {
            this.panel = panel;
            this.form = form;
            this.atOnce = atOnce;
        }

        void run() {
            try {
                UserAgent made = logIn.logIn(form, onDispatchThread(this::onEvent));
                SwingUtilities.invokeLater(() -> {
                    if (isCurrent()) {
                        phone = Optional.of(made);
                        enter();
                    } else {
                        made.quit();
                    }
                });
            } catch (IllegalArgumentException e) {
                SwingUtilities.invokeLater(() -> panel.show(Failures.words(e)));
            }
        }

        /// What an earlier phone still tells is not shown.
        private boolean isCurrent() {
            return attempt.equals(Optional.of(this));
        }

        private void onEvent(UserAgentEvent event) {
            if (!isCurrent()) {
                return;
            }
            apply(model, event);
            switch (event) {
                case UserAgentEvent.Registered _ -> {
                    registered = true;
                    enter();
                }
                case UserAgentEvent.RegistrationFailed failed when !inside -> failed(failed);
                case UserAgentEvent.RegistrationFailed failed when !registered -> refused(failed);
                default -> {}
            }
        }

        /// The server's word and the phone itself come in either order.
        private void enter() {
            if ((registered || atOnce) && phone.isPresent() && !inside) {
                inside = true;
                lastForm = form.withoutPassword();
                if (atOnce) {
                    model.ownIs(form.uri());
                }
                phonePanel(phone.get(), model);
            }
        }

        /// The password is not the one that was kept: it has to be typed.
        private void refused(UserAgentEvent.RegistrationFailed failed) {
            if (failed.retryIn().isEmpty()) {
                logOut().showWrongPassword(Sentence.of(Why.of(failed.reason())));
            }
        }

        private void failed(UserAgentEvent.RegistrationFailed failed) {
            if (failed.retryIn().isPresent()) {
                panel.show(Sentence.of(Why.of(failed.reason())) + " " + Texts.get("login.again"));
                return;
            }
            panel.showWrongPassword(Sentence.of(Why.of(failed.reason())));
            phone.ifPresent(UserAgent::quit);
            phone = Optional.empty();
            attempt = Optional.empty();
        }
    }

    static Consumer<UserAgentEvent> onDispatchThread(Consumer<UserAgentEvent> onEvent) {
        return event -> SwingUtilities.invokeLater(() -> onEvent.accept(event));
    }

    private void showNearby(UserAgent made, PhoneModel model) {
        nearbyWindow.ifPresent(NearbyWindow::dispose); // it looks when it is made
        nearbyWindow = Optional.of(new NearbyWindow(host.frame(), made.direct(), model));
        nearbyWindow.get().setVisible(true);
    }

    private void closeOthers() {
        groupWindows.ifPresent(GroupWindows::close);
        groupWindows = Optional.empty();
        audioCheck.ifPresent(AudioCheck::dispose);
        audioCheck = Optional.empty();
        nearbyWindow.ifPresent(NearbyWindow::dispose);
        nearbyWindow = Optional.empty();
        callNotice.ifPresent(CallNotice::close);
        callNotice = Optional.empty();
        callDock.ifPresent(CallDock::dock);
        callDock = Optional.empty();
    }

    /// @return the log-in that is shown now
    private LogInPanel logOut() {
        closeOthers();
        idle.ifPresent(IdleWatch::stop);
        shown = Optional.empty();
        searching = Optional.empty();
        status = Optional.empty();
        attempt = Optional.empty();
        phone.ifPresent(UserAgent::quit);
        phone = Optional.empty();
        return logInPanel(lastForm);
    }

    void phonePanel(UserAgent made, PhoneModel model) {
        OwnPresence own = new OwnPresence(made.presences());
        made.contacts().show();
        model.setUndisturbed(made.isDoNotDisturb());
        HistoryLoader history = new HistoryLoader(model, made.chat(), made.journal());
        DraftKeeper drafts = new DraftKeeper(made.drafts());
        ConversationPanel conversation =
                new ConversationPanel(model, made.chat(), made.files(), drafts, history);
        FilesPanel files = new FilesPanel(model, made.files());
        MainPanel[] main = new MainPanel[1];
        CallBar bar =
                new CallBar(
                        model,
                        made,
                        conversation::focus,
                        () -> main[0].show(SettingsPages.Section.SOUND));
        SoundPanel sound =
                new SoundPanel(made.sound(), model, () -> checkSound(made.sound(), model));
        SettingsPages pages = new SettingsPages();
        pages.add(
                SettingsPages.Section.APPEARANCE, new AppearancePanel(host.settings(), host::look));
        pages.add(SettingsPages.Section.SOUND, sound);
        Pictures pictures =
                new Pictures(made.account(), model::directoryHas, model::directoryChanged);
        model.picturesBy(pictures::of);
        AccountPanel account =
                new AccountPanel(model, made.account(), pictures, this::logOut, host.adding());
        pages.add(SettingsPages.Section.ACCOUNT, account);
        pages.add(SettingsPages.Section.SYSTEM, new SystemPanel(host.settings(), host::hasTray));
        pages.add(SettingsPages.Section.HELP, new HelpPanel(made.diagnostics()));
        Finding finding = new Finding(made.chat(), made.journal(), made.account());
        GroupsModel groups = new GroupsModel(made.groups(), model);
        GroupWindows groupDialogs =
                new GroupWindows(
                        new GroupWindows.Parts(
                                host.frame(),
                                made.groups(),
                                groups,
                                model,
                                finding,
                                people -> model.own().ifPresent(of -> pictures.want(people, of)),
                                uri -> {
                                    main[0].open(uri);
                                    conversation.refresh(); // else there is nowhere to type yet
                                    conversation.focus();
                                }));
        groupWindows = Optional.of(groupDialogs);
        bar.membersBy(new MembersButton(groups, groupDialogs::members));
        JournalPages past = new JournalPages(model, made);
        searching =
                Optional.of(() ->
                        new AccountSearch(
                                host.nameOf(this),
                                model,
                                finding,
                                hit -> {
                                    if (!host.isFront(this)) {
                                        host.toFront(this);
                                    }
                                    new HitOpener(main[0], conversation, history, past).open(hit);
                                }));
        SidePanel side =
                new SidePanel(
                        model,
                        made,
                        own,
                        new SidePanel.Actions(
                                this::searches,
                                () -> showNearby(made, model),
                                groupDialogs.button()));
        side.page(Page.CALLS, past.calls(), past::focusCalls);
        side.page(Page.FILES, past.files(), past::focusFiles);
        CallDock dock = new CallDock(model, bar, host.settings());
        callDock = Optional.of(dock);
        main[0] = new MainPanel(model, side, dock, files, conversation, pages, host.settings());
        KeyAction.everywhere(
                main[0],
                KeyStroke.getKeyStroke(
                        KeyEvent.VK_N, InputEvent.CTRL_DOWN_MASK | InputEvent.SHIFT_DOWN_MASK),
                groupDialogs::make);
        main[0].onPage(page -> {
            if (page == Page.CALLS) {
                past.lookAtCalls();
            }
        });
        CallNotice notice =
                new CallNotice(
                        () -> host.isSeen(this),
                        () -> host.nameOf(this),
                        model,
                        made,
                        () -> host.toFront(this));
        callNotice = Optional.of(notice);
        model.onSeen(made.chat()::seen);
        model.setFocused(host.isSeen(this));
        shown = Optional.of(model);
        idle.ifPresent(IdleWatch::stop);
        idle = Optional.of(new IdleWatch(InstantSource.system(), own::setIdle));
        idle.get().start();
        Refresher refresher = new Refresher();
        refresher.add(history::refresh);
        refresher.add(
                onceLoggedIn(
                        model,
                        () -> {
                            var _ =
                                    made.drafts()
                                            .all()
                                            .thenAccept(all ->
                                                    SwingUtilities.invokeLater(() -> {
                                                        drafts.known(all);
                                                        conversation.draftsAreKnown();
                                                    }));
                        }));
        refresher.add(groupDialogs::refresh);
        refresher.add(side::refresh);
        refresher.add(past::refresh);
        refresher.add(bar::refresh);
        refresher.add(dock::refresh);
        refresher.add(conversation::refresh);
        refresher.add(files::refresh);
        refresher.add(main[0]::refresh);
        refresher.add(host::changed);
        refresher.add(notice::refresh);
        refresher.add(sound::refresh);
        refresher.add(account::refresh);
        refresher.add(() -> model.ownAtServer().ifPresent(of -> pictures.want(model.people(), of)));
        refresher.add(() -> nearbyWindow.ifPresent(NearbyWindow::refresh));
        refresher.add(
                () -> audioCheck.filter(AudioCheck::isShowing).ifPresent(AudioCheck::refresh));
        model.onChange(refresher::ask);
        status = Optional.of(own);
        put(main[0]);
        refresher.ask();
        if (host.isFront(this)) {
            SwingUtilities.invokeLater(side::search);
        }
        if (host.isFront(this)
                && host.enrolment().isPresent()
                && host.settings().get(AudioCheck.SETTING).isEmpty()) {
            SwingUtilities.invokeLater(() -> checkSound(made.sound(), model));
        }
    }

    /// A new search in each account of the window, this one first.
    private List<AccountSearch> searches() {
        return Stream.concat(Stream.of(this), host.others(this).stream())
                .map(view -> view.searching)
                .flatMap(Optional::stream)
                .map(Supplier::get)
                .toList();
    }

    private void checkSound(Sound sound, PhoneModel model) {
        audioCheck.ifPresent(AudioCheck::dispose);
        audioCheck = Optional.of(new AudioCheck(host.frame(), sound, model, host.settings()));
        audioCheck.get().setVisible(true);
    }

    private static Runnable onceLoggedIn(PhoneModel model, Runnable action) {
        boolean[] done = new boolean[1];
        return () -> {
            if (!done[0] && model.own().isPresent()) {
                done[0] = true;
                action.run();
            }
        };
    }
}
