package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Taskbar;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;

/// The phone's window: first a log-in, then people, a conversation and a call.
public final class PhoneWindow {
    private static final String TITLE = "Earshot";

    private final JFrame frame = new JFrame(TITLE);
    private final LogIn logIn;
    private final Optional<Enrolment> enrolment;
    private final WindowSettings settings;
    private final boolean systemIsDark;
    private final Runnable onClosed;
    private Optional<UserAgent> phone = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<PhoneModel> shown = Optional.empty();
    private Optional<IdleWatch> idle = Optional.empty();
    private Optional<CallNotice> callNotice = Optional.empty();
    private Optional<NearbyWindow> nearbyWindow = Optional.empty();
    private Optional<AudioCheck> audioCheck = Optional.empty();
    private LogInForm lastForm = LogInForm.empty();

    private PhoneWindow(
            LogIn logIn,
            Optional<Enrolment> enrolment,
            WindowSettings settings,
            boolean systemIsDark,
            Runnable onClosed) {
        this.logIn = logIn;
        this.enrolment = enrolment;
        this.settings = settings;
        this.systemIsDark = systemIsDark;
        this.onClosed = onClosed;
    }

    /// Shows a log-in. Any thread; may take a moment, as the desktop is asked how it looks.
    ///
    /// @param enrolment what comes before the first log-in
    /// @param form what is filled in already
    /// @param settings what the window remembers
    /// @param onClosed runs after the phone has logged out
    public static void showLogIn(
            LogIn logIn,
            Enrolment enrolment,
            LogInForm form,
            WindowSettings settings,
            Runnable onClosed) {
        boolean dark = begin(settings);
        SwingUtilities.invokeLater(() -> {
            Look.of(settings).apply(dark);
            PhoneWindow window =
                    new PhoneWindow(logIn, Optional.of(enrolment), settings, dark, onClosed);
            window.frame();
            window.logInPanel(form);
            window.frame.setVisible(true);
        });
    }

    /// Shows a phone that is about to register. Any thread; the window gets every event from now on.
    public static void show(UserAgent phone, WindowSettings settings, Runnable onClosed) {
        boolean dark = begin(settings);
        PhoneModel model = new PhoneModel(InstantSource.system());
        SwingUtilities.invokeLater(() -> {
            Look.of(settings).apply(dark);
            PhoneWindow window =
                    new PhoneWindow(
                            (_, _) -> {
                                throw new IllegalArgumentException(Texts.get("login.oneAccount"));
                            },
                            Optional.empty(),
                            settings,
                            dark,
                            onClosed);
            window.frame();
            window.phone = Optional.of(phone);
            window.phonePanel(phone, model);
            window.frame.setVisible(true);
        });
        // after the window was put in the queue: its first event finds it
        var _ = phone.subscribe(onDispatchThread(model::apply));
    }

    /// The same settings, with a dark window until another look is chosen.
    public static WindowSettings dark(WindowSettings settings) {
        AtomicReference<String> look = new AtomicReference<>(Look.DARK.name());
        return new WindowSettings() {
            @Override
            public Optional<String> get(String name) {
                return name.equals(Look.SETTING) ? Optional.of(look.get()) : settings.get(name);
            }

            @Override
            public void put(String name, String value) {
                if (name.equals(Look.SETTING)) {
                    look.set(value);
                }
                settings.put(name, value);
            }
        };
    }

    /// @return whether the desktop is dark
    private static boolean begin(WindowSettings settings) {
        settings.get(AppearancePanel.LANGUAGE)
                .filter(tag -> !tag.isEmpty())
                .map(Locale::forLanguageTag)
                .ifPresent(Locale::setDefault);
        return Look.of(settings) == Look.SYSTEM && SystemLook.isDark();
    }

    private void frame() {
        Rectangle screen =
                java.awt.GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
        frame.setIconImages(AppIcon.sizes());
        frame.setMinimumSize(fitting(screen, 720, 480));
        frame.setSize(fitting(screen, 1040, 680));
        frame.setLocationByPlatform(true);
        WindowPlace.remember(frame, settings, screen);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowFocusListener(
                new WindowAdapter() {
                    @Override
                    public void windowGainedFocus(WindowEvent event) {
                        shown.ifPresent(model -> model.setFocused(true));
                        callNotice.ifPresent(CallNotice::refresh);
                    }

                    @Override
                    public void windowLostFocus(WindowEvent event) {
                        shown.ifPresent(model -> model.setFocused(false));
                    }
                });
        frame.addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosing(WindowEvent event) {
                        idle.ifPresent(IdleWatch::stop);
                        closeOthers();
                        frame.dispose();
                        phone.ifPresentOrElse(
                                p -> p.quit().whenComplete((_, _) -> onClosed.run()), onClosed);
                    }
                });
    }

    private static Dimension fitting(Rectangle screen, int width, int height) {
        return new Dimension(
                Math.min(UIScale.scale(width), screen.width),
                Math.min(UIScale.scale(height), screen.height));
    }

    private void logInPanel(LogInForm form) {
        LogInPanel[] panel = new LogInPanel[1];
        panel[0] =
                new LogInPanel(
                        form,
                        typed -> tryLogIn(panel[0], typed),
                        enrolment.map(by ->
                                begin ->
                                        new EnrolDialog(frame, by, begin, panel[0]::fill)
                                                .setVisible(true)));
        frame.setTitle(TITLE);
        frame.setContentPane(panel[0]);
        frame.revalidate();
    }

    private void tryLogIn(LogInPanel panel, LogInForm form) {
        panel.busy();
        phone.ifPresent(UserAgent::quit); // one that is still trying
        phone = Optional.empty();
        Attempt mine = new Attempt(panel, form);
        attempt = Optional.of(mine);
        Thread.ofVirtual().name("log-in").start(mine::run);
    }

    /// One press of "Log in". Waits for the first word of the server: the wrong password belongs on the log-in.
    private final class Attempt {
        private final PhoneModel model = new PhoneModel(InstantSource.system());
        private final LogInPanel panel;
        private final LogInForm form;
        private boolean registered;
        private boolean inside;

        Attempt(LogInPanel panel, LogInForm form) {
            this.panel = panel;
            this.form = form;
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
                SwingUtilities.invokeLater(
                        () -> panel.show(Sentence.of(String.valueOf(e.getMessage()))));
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
            model.apply(event);
            if (inside) {
                return;
            }
            switch (event) {
                case UserAgentEvent.Registered _ -> {
                    registered = true;
                    enter();
                }
                case UserAgentEvent.RegistrationFailed failed -> failed(failed);
                default -> {}
            }
        }

        /// The server's word and the phone itself come in either order.
        private void enter() {
            if (registered && phone.isPresent() && !inside) {
                inside = true;
                lastForm = form.withoutPassword();
                phonePanel(phone.get(), model);
            }
        }

        private void failed(UserAgentEvent.RegistrationFailed failed) {
            if (failed.retryIn().isPresent()) {
                panel.show(Sentence.of(failed.reason()) + " " + Texts.get("login.again"));
                return;
            }
            panel.showWrongPassword(Sentence.of(failed.reason()));
            phone.ifPresent(UserAgent::quit);
            phone = Optional.empty();
            attempt = Optional.empty();
        }
    }

    private static Consumer<UserAgentEvent> onDispatchThread(Consumer<UserAgentEvent> onEvent) {
        return event -> SwingUtilities.invokeLater(() -> onEvent.accept(event));
    }

    private void showNearby(UserAgent made, PhoneModel model) {
        nearbyWindow.ifPresent(NearbyWindow::dispose); // it looks when it is made
        nearbyWindow = Optional.of(new NearbyWindow(frame, made.direct(), model));
        nearbyWindow.get().setVisible(true);
    }

    private void closeOthers() {
        audioCheck.ifPresent(AudioCheck::dispose);
        audioCheck = Optional.empty();
        nearbyWindow.ifPresent(NearbyWindow::dispose);
        nearbyWindow = Optional.empty();
        callNotice.ifPresent(CallNotice::close);
        callNotice = Optional.empty();
    }

    private void logOut() {
        closeOthers();
        idle.ifPresent(IdleWatch::stop);
        shown = Optional.empty();
        attempt = Optional.empty();
        phone.ifPresent(UserAgent::quit);
        phone = Optional.empty();
        logInPanel(lastForm);
    }

    private void phonePanel(UserAgent made, PhoneModel model) {
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
                SettingsPages.Section.APPEARANCE,
                new AppearancePanel(settings, look -> look.apply(systemIsDark)));
        pages.add(SettingsPages.Section.SOUND, sound);
        Pictures pictures = new Pictures(made.account(), model::picturesChanged);
        model.picturesBy(pictures::of);
        AccountPanel account = new AccountPanel(model, made.account(), pictures, this::logOut);
        pages.add(SettingsPages.Section.ACCOUNT, account);
        pages.add(SettingsPages.Section.HELP, new HelpPanel(made.diagnostics()));
        SidePanel side =
                new SidePanel(
                        model,
                        made,
                        own,
                        new SidePanel.Actions(
                                new Finding(made.chat(), made.account()),
                                hit -> open(hit, main[0], conversation, history),
                                () -> showNearby(made, model)));
        JournalPages past = new JournalPages(model, made);
        side.page(Page.CALLS, past.calls(), past::focusCalls);
        side.page(Page.FILES, past.files(), past::focusFiles);
        main[0] = new MainPanel(model, side, bar, files, conversation, pages, settings);
        main[0].onPage(page -> {
            if (page == Page.CALLS) {
                past.lookAtCalls();
            }
        });
        CallNotice notice = new CallNotice(frame, model, made, this::toFront);
        callNotice = Optional.of(notice);
        model.onSeen(made.chat()::seen);
        model.setFocused(frame.isFocused());
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
        refresher.add(side::refresh);
        refresher.add(past::refresh);
        refresher.add(bar::refresh);
        refresher.add(conversation::refresh);
        refresher.add(files::refresh);
        refresher.add(main[0]::refresh);
        refresher.add(attention(model));
        refresher.add(notice::refresh);
        refresher.add(sound::refresh);
        refresher.add(account::refresh);
        refresher.add(() -> model.own().ifPresent(of -> pictures.want(model.people(), of)));
        refresher.add(() -> nearbyWindow.ifPresent(NearbyWindow::refresh));
        refresher.add(
                () -> audioCheck.filter(AudioCheck::isShowing).ifPresent(AudioCheck::refresh));
        model.onChange(refresher::ask);
        frame.setContentPane(main[0]);
        frame.revalidate();
        refresher.ask();
        SwingUtilities.invokeLater(side::search);
        if (enrolment.isPresent() && settings.get(AudioCheck.SETTING).isEmpty()) {
            SwingUtilities.invokeLater(() -> checkSound(made.sound(), model));
        }
    }

    private void checkSound(Sound sound, PhoneModel model) {
        audioCheck.ifPresent(AudioCheck::dispose);
        audioCheck = Optional.of(new AudioCheck(frame, sound, model, settings));
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

    private static void open(
            Hit hit, MainPanel main, ConversationPanel conversation, HistoryLoader history) {
        switch (hit) {
            case Hit.Person(String uri) -> main.open(uri);
            case Hit.Address(String uri) -> main.open(uri);
            case Hit.Message(ChatMessage message) -> {
                main.open(message.key().conversation());
                history.until(message.key(), () -> conversation.reveal(message.key().messageId()));
                return;
            }
        }
        conversation.focus();
    }

    private void toFront() {
        frame.setExtendedState(frame.getExtendedState() & ~java.awt.Frame.ICONIFIED);
        frame.toFront();
    }

    /// A call that comes in is in the title and makes the task bar blink; whoever types elsewhere goes on typing.
    private Runnable attention(PhoneModel model) {
        boolean[] asked = new boolean[1];
        return () -> {
            Optional<CallLine> ringing = model.calls().shown().filter(CallLine::ringsHere);
            frame.setTitle(ringing.map(c -> model.words(c) + " – " + TITLE).orElse(TITLE));
            if (ringing.isPresent() && !asked[0] && !frame.isFocused()) {
                requestAttention();
            }
            asked[0] = ringing.isPresent();
        };
    }

    private void requestAttention() {
        if (Taskbar.isTaskbarSupported()
                && Taskbar.getTaskbar().isSupported(Taskbar.Feature.USER_ATTENTION_WINDOW)) {
            Taskbar.getTaskbar().requestWindowUserAttention(frame);
        }
    }
}
