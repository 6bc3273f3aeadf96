package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Taskbar;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.account.EnrolDialog;
import org.earshot.softphone.ui.account.LogIn;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.desktop.AppIcon;
import org.earshot.softphone.ui.desktop.Look;
import org.earshot.softphone.ui.desktop.LookWatch;
import org.earshot.softphone.ui.desktop.Notices;
import org.earshot.softphone.ui.desktop.SystemLook;
import org.earshot.softphone.ui.desktop.Tray;
import org.earshot.softphone.ui.desktop.TrayState;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.TextTools;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/// The phone's window: its accounts, one of which is shown, and its sign in the tray.
public final class PhoneWindow {
    private static final String TITLE = "Earshot";

    private final JFrame frame = new JFrame(TITLE);
    private final JPanel content = new JPanel(new BorderLayout());
    private final Around around = new Around();
    private final Optional<Accounts> accounts;
    private final WindowSettings settings;
    private final LookWatch desktop;
    private final Runnable onClosed;
    private final AccountStrip strip;
    private final List<AccountView> views = new ArrayList<>();
    private final Map<AccountView, Accounts.Seat> seats = new HashMap<>();
    private Optional<AccountView> front = Optional.empty();
    private Optional<Tray> tray = Optional.empty();
    private boolean attention;
    private volatile boolean over; // written on the event dispatch thread

    private PhoneWindow(
            Optional<Accounts> accounts,
            WindowSettings settings,
            boolean desktopIsDark,
            Runnable onClosed) {
        this.accounts = accounts;
        this.settings = settings;
        desktop =
                new LookWatch(
                        SystemLook::isDark,
                        task -> Thread.ofVirtual().name("desktop-look").start(task),
                        SwingUtilities::invokeLater,
                        desktopIsDark,
                        this::desktopHasChanged);
        this.onClosed = onClosed;
        TextTools.everywhere(); // before there are fields
        strip = new AccountStrip(number -> toFront(views.get(number)), this::addAccount);
    }

    /// Shows a log-in for one account. Any thread; may take a moment, as the desktop is asked how it looks.
    ///
    /// @param enrolment what comes before the first log-in
    /// @param form what is filled in already; where that has a password too, it is logged in at once
    /// @param settings what the window remembers
    /// @param onClosed runs after the phone has logged out
    public static void showLogIn(
            LogIn logIn,
            Enrolment enrolment,
            LogInForm form,
            WindowSettings settings,
            Runnable onClosed) {
        show(Accounts.one(logIn, enrolment, form), settings, false, onClosed);
    }

    /// The same for the accounts that there are, and those to come.
    ///
    /// @param minimised out of the user's way: in the tray where there is one. So it is also where the settings say so
    /// @return takes what later starts want, and says whether it is done: not by a window that is being closed. Any thread but the event dispatch thread
    public static Predicate<Summons> show(
            Accounts accounts, WindowSettings settings, boolean minimised, Runnable onClosed) {
        boolean dark = begin(settings);
        List<Accounts.Seat> there = accounts.seats();
        CompletableFuture<PhoneWindow> made = new CompletableFuture<>();
        SwingUtilities.invokeLater(() -> {
            Look.of(settings).apply(dark);
            PhoneWindow window = new PhoneWindow(Optional.of(accounts), settings, dark, onClosed);
            window.frame();
            there.forEach(window::add);
            window.toFrontOf(window.views.getFirst());
            window.open(minimised || SystemPanel.isOn(settings, SystemPanel.START_MINIMISED));
            window.views.forEach(view -> view.begin(window.seats.get(view).form()));
            made.complete(window);
        });
        return summons -> {
            PhoneWindow window = made.join();
            if (window.over) {
                return false;
            }
            SwingUtilities.invokeLater(() -> window.heed(summons));
            return true;
        };
    }

    /// Shows a phone that is about to register. Any thread; the window gets every event from now on.
    public static void show(UserAgent phone, WindowSettings settings, Runnable onClosed) {
        boolean dark = begin(settings);
        PhoneModel model = new PhoneModel(InstantSource.system());
        CompletableFuture<AccountView> made = new CompletableFuture<>();
        SwingUtilities.invokeLater(() -> {
            Look.of(settings).apply(dark);
            PhoneWindow window = new PhoneWindow(Optional.empty(), settings, dark, onClosed);
            window.frame();
            AccountView view =
                    new AccountView(
                            window.around,
                            (_, _) -> {
                                throw new IllegalArgumentException(Texts.get("login.oneAccount"));
                            });
            window.views.add(view);
            window.toFrontOf(view);
            view.begin(phone, model);
            made.complete(view);
            window.open(false);
        });
        // after the window was put in the queue: its first event finds it
        var _ =
                phone.subscribe(
                        AccountView.onDispatchThread(event -> made.join().apply(model, event)));
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
        Thread.ofVirtual().name("icons").start(() -> Glyph.prepare(MaterialDesignP.PLUS));
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
        new WindowPlace("place", settings).remember(frame);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        content.add(strip, BorderLayout.NORTH);
        strip.setVisible(false);
        frame.setContentPane(content);
        frame.addWindowFocusListener(
                new WindowAdapter() {
                    @Override
                    public void windowGainedFocus(WindowEvent event) {
                        focused();
                        if (event.getOppositeWindow() == null) { // from another program
                            askDesktop();
                        }
                    }

                    @Override
                    public void windowLostFocus(WindowEvent event) {
                        focused();
                        openTray(); // a desktop may have got one meanwhile
                    }
                });
        frame.addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosing(WindowEvent event) {
                        openTray();
                        if (tray.isPresent()
                                && SystemPanel.isOn(settings, SystemPanel.CLOSE_TO_TRAY)) {
                            frame.setVisible(false);
                        } else {
                            askToQuit();
                        }
                    }
                });
    }

    private void askDesktop() {
        if (Look.of(settings) == Look.SYSTEM) {
            desktop.ask();
        }
    }

    private void desktopHasChanged() {
        if (!over && Look.of(settings) == Look.SYSTEM) {
            apply(Look.SYSTEM);
        }
    }

    private void apply(Look look) {
        look.apply(desktop.isDark());
        views.stream()
                .filter(view -> !around.isFront(view)) // those that are in no window now
                .forEach(view -> SwingUtilities.updateComponentTreeUI(view.root()));
        views.forEach(AccountView::lookChanged);
    }

    private void focused() {
        views.forEach(view -> view.focused(around.isSeen(view)));
    }

    private void open(boolean minimised) {
        openTray();
        if (minimised && tray.isPresent()) {
            return; // its sign in the tray is what there is to see
        }
        if (minimised) {
            frame.setExtendedState(frame.getExtendedState() | Frame.ICONIFIED);
        }
        frame.setVisible(true);
    }

    private void openTray() {
        if (tray.isEmpty()) {
            tray =
                    Tray.open(
                            new Tray.Actions(
                                    this::show,
                                    status -> views.forEach(view -> view.status(status)),
                                    on -> views.forEach(view -> view.undisturbed(on)),
                                    this::askToQuit,
                                    this::trayIsGone));
            tray.ifPresent(made -> made.show(state()));
        }
    }

    private void trayIsGone() {
        tray = Optional.empty();
        if (!frame.isVisible()) {
            frame.setVisible(true);
        }
    }

    /// A click beside the mark does not end what is being said.
    private void askToQuit() {
        Object[] answers = {Buttons.plain(Texts.get("tray.quit")), Texts.get("cancel")};
        if (views.stream().noneMatch(AccountView::talks)
                || JOptionPane.showOptionDialog(
                                frame,
                                ListPane.message(Texts.get("quit.inCall")),
                                TITLE,
                                JOptionPane.DEFAULT_OPTION,
                                JOptionPane.WARNING_MESSAGE,
                                null,
                                answers,
                                answers[1])
                        == 0) {
            quit();
        }
    }

    private void quit() {
        over = true;
        tray.ifPresent(Tray::close);
        tray = Optional.empty();
        CompletableFuture<?>[] ends =
                views.stream()
                        .map(view -> view.quit().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        frame.dispose();
        var _ = CompletableFuture.allOf(ends).whenComplete((_, _) -> onClosed.run());
    }

    private static Dimension fitting(Rectangle screen, int width, int height) {
        return new Dimension(
                Math.min(UIScale.scale(width), screen.width),
                Math.min(UIScale.scale(height), screen.height));
    }

    private AccountView add(Accounts.Seat seat) {
        AccountView view = new AccountView(around, seat.logIn());
        views.add(view);
        seats.put(view, seat);
        return view;
    }

    private void addAccount() {
        var _ = added();
    }

    /// @return empty: there can't be another one, and the user was told so
    private Optional<AccountView> added() {
        try {
            Accounts.Seat seat = accounts.orElseThrow().add();
            AccountView view = add(seat);
            toFrontOf(view);
            view.begin(seat.form());
            return Optional.of(view);
        } catch (IllegalArgumentException e) {
            JOptionPane.showMessageDialog(frame, ListPane.message(Failures.words(e)));
            return Optional.empty();
        }
    }

    /// What a later start wants.
    private void heed(Summons summons) {
        if (over) {
            return;
        }
        show();
        switch (summons) {
            case Summons.Show _ -> {}
            case Summons.Link(AccountLink link) -> enrol(Optional.of(link));
            case Summons.Damaged _ -> enrol(Optional.empty());
        }
    }

    /// Uses a link that was opened elsewhere, in a dialog that may be there already; else for the account whose password it sets, for one that nobody has logged in to, or for
    /// another one, which goes again where nothing comes of it.
    ///
    /// @param link empty: it was damaged
    private void enrol(Optional<AccountLink> link) {
        Optional<EnrolDialog> open = EnrolDialog.openOn(frame);
        if (open.isPresent()) {
            open.get().opened(link);
            return;
        }
        Optional<AccountView> there =
                views.stream()
                        .filter(view -> link.filter(view::isReset).isPresent())
                        .findFirst()
                        .or(() -> front.filter(AccountView::isLoggedOut))
                        .or(() -> views.stream().filter(AccountView::isLoggedOut).findFirst());
        if (there.isPresent()) {
            toFront(there.get());
            var _ = there.get().enrol(link);
            return;
        }
        Optional<AccountView> fresh = added();
        if (fresh.isPresent() && !fresh.get().enrol(link) && !over && fresh.get().isLoggedOut()) {
            closeAccount(fresh.get());
        }
    }

    private void closeAccount(AccountView view) {
        views.remove(view);
        var _ = view.quit();
        accounts.ifPresent(all -> all.close(seats.remove(view)));
        toFrontOf(views.getFirst());
    }

    /// Shows an account in the place of the one before.
    private void toFrontOf(AccountView view) {
        front.map(AccountView::root).ifPresent(content::remove);
        front = Optional.of(view);
        content.add(view.root(), BorderLayout.CENTER);
        content.revalidate();
        content.repaint();
        focused();
        changed();
    }

    private void toFront(AccountView view) {
        if (!front.equals(Optional.of(view))) {
            toFrontOf(view);
            view.root().requestFocusInWindow();
        }
        show();
    }

    private void show() {
        frame.setVisible(true);
        frame.setExtendedState(frame.getExtendedState() & ~Frame.ICONIFIED);
        frame.toFront();
    }

    private TrayState state() {
        return TrayState.of(views.stream().map(AccountView::state).toList());
    }

    /// What is shown of the accounts around what is one account's. A call that comes in is in the title and makes the task bar blink; whoever types
    /// elsewhere goes on typing.
    private void changed() {
        tray.ifPresent(shown -> shown.show(state()));
        strip.setVisible(views.size() > 1);
        strip.show(
                views.stream()
                        .map(AccountView::state)
                        .map(one ->
                                new AccountStrip.Tab(
                                        one.address(), one.isReachable(), one.unread()))
                        .toList(),
                front.map(views::indexOf).orElse(0));
        Optional<String> ringing =
                views.stream()
                        .map(view -> view.ringing().orElse(null))
                        .filter(Objects::nonNull)
                        .findFirst();
        frame.setTitle(ringing.map(words -> words + " – " + TITLE).orElse(TITLE));
        if (ringing.isPresent() && !attention && !frame.isFocused()) {
            requestAttention();
        }
        attention = ringing.isPresent();
    }

    private void requestAttention() {
        if (Taskbar.isTaskbarSupported()
                && Taskbar.getTaskbar().isSupported(Taskbar.Feature.USER_ATTENTION_WINDOW)) {
            Taskbar.getTaskbar().requestWindowUserAttention(frame);
        }
    }

    private final class Around implements AccountView.Host {
        @Override
        public JFrame frame() {
            return frame;
        }

        @Override
        public WindowSettings settings() {
            return settings;
        }

        @Override
        public Optional<Enrolment> enrolment() {
            return accounts.map(Accounts::enrolment);
        }

        @Override
        public void look(Look look) {
            apply(look);
            askDesktop();
        }

        @Override
        public boolean isFront(AccountView view) {
            return front.equals(Optional.of(view));
        }

        @Override
        public boolean isSeen(AccountView view) {
            return isFront(view) && frame.isFocused();
        }

        @Override
        public void toFront(AccountView view) {
            PhoneWindow.this.toFront(view);
        }

        @Override
        public String nameOf(AccountView view) {
            return views.size() < 2 ? "" : view.address().orElse("");
        }

        @Override
        public List<AccountView> others(AccountView view) {
            return views.stream().filter(other -> !other.equals(view)).toList();
        }

        @Override
        public Optional<Runnable> adding() {
            return accounts.map(_ -> PhoneWindow.this::addAccount);
        }

        @Override
        public Optional<Runnable> closing(AccountView view) {
            return Optional.ofNullable(seats.get(view))
                    .filter(seat -> !seat.isMain())
                    .map(_ -> () -> closeAccount(view));
        }

        @Override
        public void changed() {
            PhoneWindow.this.changed();
        }

        @Override
        public boolean hasTray() {
            return tray.isPresent();
        }

        @Override
        public void tell(AccountView view, Notices.Notice notice) {
            String account = nameOf(view);
            tray.ifPresentOrElse(
                    shown ->
                            shown.tell(
                                    account.isEmpty()
                                            ? notice
                                            : new Notices.Notice(
                                                    Texts.get("notice.to", notice.title(), account),
                                                    notice.text())),
                    PhoneWindow.this::requestAttention);
        }
    }
}
