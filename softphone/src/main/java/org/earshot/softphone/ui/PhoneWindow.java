package org.earshot.softphone.ui;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Taskbar;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JSplitPane;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;

/// The phone's window: first a log-in, then people, a conversation and a call.
public final class PhoneWindow {
    private static final String TITLE = "Earshot";

    private final JFrame frame = new JFrame(TITLE);
    private final LogIn logIn;
    private final Runnable onClosed;
    private Optional<UserAgent> phone = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<PhoneModel> shown = Optional.empty();
    private Optional<IdleWatch> idle = Optional.empty();
    private Optional<SoundWindow> soundWindow = Optional.empty();
    private Optional<NearbyWindow> nearbyWindow = Optional.empty();
    private LogInForm lastForm = LogInForm.empty();

    private PhoneWindow(LogIn logIn, Runnable onClosed) {
        this.logIn = logIn;
        this.onClosed = onClosed;
    }

    /// Shows a log-in. Any thread.
    ///
    /// @param form what is filled in already
    /// @param dark a dark window
    /// @param onClosed runs after the phone has logged out
    public static void showLogIn(LogIn logIn, LogInForm form, boolean dark, Runnable onClosed) {
        SwingUtilities.invokeLater(() -> {
            theme(dark);
            PhoneWindow window = new PhoneWindow(logIn, onClosed);
            window.frame();
            window.logInPanel(form);
            window.frame.setVisible(true);
        });
    }

    /// Shows a phone that is about to register. Any thread; the window gets every event from now on.
    public static void show(UserAgent phone, boolean dark, Runnable onClosed) {
        PhoneModel model = new PhoneModel(InstantSource.system());
        SwingUtilities.invokeLater(() -> {
            theme(dark);
            PhoneWindow window =
                    new PhoneWindow(
                            (_, _) -> {
                                throw new IllegalArgumentException(
                                        "this phone was started for one account: start it again");
                            },
                            onClosed);
            window.frame();
            window.phone = Optional.of(phone);
            window.phonePanel(phone, model);
            window.frame.setVisible(true);
        });
        // after the window was put in the queue: its first event finds it
        var _ = phone.subscribe(onDispatchThread(model::apply));
    }

    private static void theme(boolean dark) {
        if (dark) {
            FlatDarkLaf.setup();
        } else {
            FlatLightLaf.setup();
        }
    }

    private void frame() {
        Rectangle screen =
                java.awt.GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
        frame.setIconImages(AppIcon.sizes());
        frame.setMinimumSize(fitting(screen, 620, 440));
        frame.setSize(fitting(screen, 900, 600));
        frame.setLocationByPlatform(true);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowFocusListener(
                new WindowAdapter() {
                    @Override
                    public void windowGainedFocus(WindowEvent event) {
                        shown.ifPresent(model -> model.setFocused(true));
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
        panel[0] = new LogInPanel(form, typed -> tryLogIn(panel[0], typed));
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
                panel.show(Sentence.of(failed.reason()) + " Trying again.");
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

    private void showSound(UserAgent made, PhoneModel model) {
        if (soundWindow.filter(SoundWindow::isDisplayable).isEmpty()) {
            soundWindow = Optional.of(new SoundWindow(frame, made.sound(), model));
        }
        soundWindow.get().setVisible(true);
    }

    private void showNearby(UserAgent made, PhoneModel model) {
        nearbyWindow.ifPresent(NearbyWindow::dispose); // it looks when it is made
        nearbyWindow = Optional.of(new NearbyWindow(frame, made.direct(), model));
        nearbyWindow.get().setVisible(true);
    }

    private void closeOthers() {
        soundWindow.ifPresent(SoundWindow::dispose);
        soundWindow = Optional.empty();
        nearbyWindow.ifPresent(NearbyWindow::dispose);
        nearbyWindow = Optional.empty();
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
        ContactsPanel people =
                new ContactsPanel(
                        model,
                        made,
                        own,
                        this::logOut,
                        () -> showSound(made, model),
                        () -> showNearby(made, model));
        made.contacts().show();
        HistoryLoader history = new HistoryLoader(model, made.chat());
        ConversationPanel conversation =
                new ConversationPanel(model, made.chat(), made.files(), history);
        FilesPanel files = new FilesPanel(model, made.files());
        CallBar bar = new CallBar(model, made, conversation::focus);
        model.onSeen(made.chat()::seen);
        model.setFocused(frame.isFocused());
        shown = Optional.of(model);
        idle.ifPresent(IdleWatch::stop);
        idle = Optional.of(new IdleWatch(InstantSource.system(), own::setIdle));
        idle.get().start();
        model.onChange(history::refresh);
        model.onChange(people::refresh);
        model.onChange(bar::refresh);
        model.onChange(conversation::refresh);
        model.onChange(files::refresh);
        model.onChange(attention(model));
        model.onChange(() -> soundWindow.ifPresent(SoundWindow::refresh));
        model.onChange(() -> nearbyWindow.ifPresent(NearbyWindow::refresh));
        JPanel right = new JPanel(new BorderLayout());
        JPanel upper = new JPanel(new BorderLayout());
        upper.add(bar, BorderLayout.NORTH);
        upper.add(files, BorderLayout.SOUTH);
        right.add(upper, BorderLayout.NORTH);
        right.add(conversation, BorderLayout.CENTER);
        JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, people, right);
        split.setDividerLocation(UIScale.scale(280));
        frame.setContentPane(split);
        frame.revalidate();
        history.refresh();
        SwingUtilities.invokeLater(people::focus);
    }

    /// A call that comes in is in the title and makes the task bar blink; whoever types elsewhere goes on typing.
    private Runnable attention(PhoneModel model) {
        boolean[] asked = new boolean[1];
        return () -> {
            Optional<CallLine> ringing = model.calls().shown().filter(CallLine::ringsHere);
            frame.setTitle(ringing.map(c -> c.words() + " – " + TITLE).orElse(TITLE));
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
