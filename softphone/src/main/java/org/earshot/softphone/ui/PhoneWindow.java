package org.earshot.softphone.ui;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
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
    private final JFrame frame = new JFrame("Earshot");
    private final LogIn logIn;
    private final ContactBook contacts;
    private final Runnable onClosed;
    private Optional<UserAgent> phone = Optional.empty();

    private PhoneWindow(LogIn logIn, ContactBook contacts, Runnable onClosed) {
        this.logIn = logIn;
        this.contacts = contacts;
        this.onClosed = onClosed;
    }

    /// Shows a log-in. Any thread.
    ///
    /// @param form what is filled in already
    /// @param dark a dark window
    /// @param onClosed runs after the phone has logged out
    public static void showLogIn(
            LogIn logIn, LogInForm form, ContactBook contacts, boolean dark, Runnable onClosed) {
        SwingUtilities.invokeLater(() -> {
            theme(dark);
            PhoneWindow window = new PhoneWindow(logIn, contacts, onClosed);
            window.frame();
            window.logInPanel(form);
            window.frame.setVisible(true);
        });
    }

    /// Shows a phone that registers already. Any thread.
    public static void show(
            UserAgent phone, ContactBook contacts, boolean dark, Runnable onClosed) {
        SwingUtilities.invokeLater(() -> {
            theme(dark);
            PhoneWindow window = new PhoneWindow(_ -> phone, contacts, onClosed);
            window.frame();
            window.phone = Optional.of(phone);
            PhoneModel model = new PhoneModel();
            follow(phone, model::apply);
            window.phonePanel(phone, model);
            window.frame.setVisible(true);
        });
    }

    private static void theme(boolean dark) {
        if (dark) {
            FlatDarkLaf.setup();
        } else {
            FlatLightLaf.setup();
        }
    }

    private void frame() {
        frame.setMinimumSize(new Dimension(720, 460));
        frame.setSize(860, 560);
        frame.setLocationByPlatform(true);
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosing(WindowEvent event) {
                        frame.dispose();
                        phone.ifPresentOrElse(
                                p -> p.quit().whenComplete((_, _) -> onClosed.run()), onClosed);
                    }
                });
    }

    private void logInPanel(LogInForm form) {
        LogInPanel[] panel = new LogInPanel[1];
        panel[0] = new LogInPanel(form, typed -> tryLogIn(panel[0], typed));
        frame.setContentPane(panel[0]);
        frame.revalidate();
    }

    private void tryLogIn(LogInPanel panel, LogInForm form) {
        panel.busy();
        Thread.ofVirtual()
                .name("log-in")
                .start(() -> {
                    try {
                        UserAgent made = logIn.logIn(form);
                        SwingUtilities.invokeLater(() -> loggingIn(panel, made));
                    } catch (IllegalArgumentException e) {
                        SwingUtilities.invokeLater(() -> panel.show(e.getMessage()));
                    }
                });
    }

    /// Waits for the first word of the server: the wrong password belongs on the log-in.
    private void loggingIn(LogInPanel panel, UserAgent made) {
        phone = Optional.of(made);
        PhoneModel model = new PhoneModel();
        boolean[] inside = new boolean[1];
        follow(
                made,
                event -> {
                    model.apply(event);
                    if (inside[0]) {
                        return;
                    }
                    if (event instanceof UserAgentEvent.Registered) {
                        inside[0] = true;
                        phonePanel(made, model);
                    } else if (event instanceof UserAgentEvent.RegistrationFailed failed) {
                        panel.show(failed.reason());
                        if (failed.retryIn().isEmpty()) {
                            phone = Optional.empty();
                            made.quit();
                        }
                    }
                });
    }

    private static void follow(UserAgent made, Consumer<UserAgentEvent> onEvent) {
        made.subscribe(event -> SwingUtilities.invokeLater(() -> onEvent.accept(event)));
    }

    private void phonePanel(UserAgent made, PhoneModel model) {
        ContactsPanel people = new ContactsPanel(model, contacts);
        CallBar bar = new CallBar(model, made);
        ConversationPanel conversation = new ConversationPanel(model, made);
        model.onChange(people::refresh);
        model.onChange(bar::refresh);
        model.onChange(conversation::refresh);
        JPanel right = new JPanel(new BorderLayout());
        right.add(bar, BorderLayout.NORTH);
        right.add(conversation, BorderLayout.CENTER);
        JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, people, right);
        split.setDividerLocation(260);
        frame.setContentPane(split);
        frame.revalidate();
    }
}
