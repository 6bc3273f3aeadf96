package org.earshot.softphone.ui.account;

import java.awt.CardLayout;
import java.awt.Window;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// A new account, or a new password by a link of an administrator: first where the server is and how to trust it, by a link or typed, then a name and a
/// password. A server that is typed says whether everybody may make an account there.
public final class EnrolDialog extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private static final String LINK = "link";
    private static final String SERVER = "server";
    private static final String WISH = "wish";

    /// With what somebody begins.
    public enum Begin {
        LINK,
        SERVER
    }

    private final transient Enrolment enrolment;
    private final transient Consumer<LogInForm> onDone;
    private final CardLayout cards = new CardLayout();
    private final JPanel pages = new JPanel(cards);
    private final JTextArea link = new JTextArea(4, 44);
    private final JLabel title = new JLabel();
    private final JTextField service = new JTextField();
    private final JTextField fingerprint = new JTextField();
    private final JTextField name = new JTextField();
    private final JLabel domain = PlainText.only(new JLabel());
    private final OwnPicture picture;
    private final JTextField displayName = new JTextField();
    private final JPasswordField organisation = new JPasswordField();
    private final JPasswordField password = new JPasswordField();
    private final JPasswordField again = new JPasswordField();
    private final JCheckBox keep = Buttons.words(new JCheckBox(), "keepNewPassword", "login.keep");
    private final JTextArea told = ListPane.words("");
    private final JButton next = new JButton();
    private final JComponent nameLabel;
    private final JComponent displayNameLabel;
    private final JComponent organisationLabel;
    private boolean asksForServer;
    private transient Optional<AccountLink> parsed = Optional.empty();
    private transient Optional<Enrolment.Server> server = Optional.empty();

    /// @param onDone gets what to log in with
    public EnrolDialog(Window owner, Enrolment enrolment, Begin begin, Consumer<LogInForm> onDone) {
        super(
                owner,
                Texts.get(begin == Begin.LINK ? "enrol.title" : "create.title"),
                ModalityType.APPLICATION_MODAL);
        this.enrolment = enrolment;
        this.onDone = onDone;
        asksForServer = begin == Begin.SERVER;
        setName("enrol");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        link.setName("link");
        link.setLineWrap(true);
        link.getAccessibleContext().setAccessibleName(Texts.get("enrol.link"));
        service.setName("newServer");
        service.putClientProperty("JTextField.placeholderText", "example.org");
        fingerprint.setName("fingerprint");
        fingerprint.putClientProperty(
                "JTextField.placeholderText", Texts.get("create.fingerprint.hint"));
        name.setName("newName");
        displayName.setName("newDisplayName");
        organisation.setName("organisationPassword");
        password.setName("newPassword");
        again.setName("newPasswordAgain");
        nameLabel = Buttons.label("enrol.name", name);
        displayNameLabel = Buttons.label("account.name", displayName);
        organisationLabel = Buttons.label("create.organisation", organisation);
        picture = new OwnPicture(this::shownName);
        FocusAdapter typed =
                new FocusAdapter() {
                    @Override
                    public void focusLost(FocusEvent event) {
                        picture.refresh();
                    }
                };
        name.addFocusListener(typed);
        displayName.addFocusListener(typed);
        if (begin == Begin.SERVER) {
            pages.add(serverPage(), SERVER);
        }
        pages.add(linkPage(), LINK);
        pages.add(wishPage(), WISH);
        told.setName("enrolTold");
        Buttons.words(next, "enrolNext", "enrol.next");
        next.addActionListener(_ -> next());
        JButton cancel = new JButton(Texts.get("cancel"));
        cancel.setName("enrolCancel");
        cancel.addActionListener(_ -> dispose());
        JPanel panel = new JPanel(new MigLayout("insets 20, wrap 1", "[fill,460lp]", "[]8[]12[]"));
        panel.add(pages);
        panel.add(told, "wmin 0, hmin 34lp");
        panel.add(next, "split 2, tag ok, growx 0");
        panel.add(cancel, "tag cancel, growx 0");
        setContentPane(panel);
        getRootPane().setDefaultButton(next);
        KeyAction.within(panel, KeyEvent.VK_ESCAPE, this::dispose);
        WindowPlace.packOver(this, owner);
        setResizable(false);
    }

    /// The one that is open on a window.
    public static Optional<EnrolDialog> openOn(Window owner) {
        return Arrays.stream(owner.getOwnedWindows())
                .filter(Window::isShowing)
                .filter(EnrolDialog.class::isInstance)
                .map(EnrolDialog.class::cast)
                .findFirst();
    }

    /// Takes a link that was opened elsewhere, unless somebody is at work on another one. Nobody has said yet that it is to be used: no server is asked.
    ///
    /// @param by empty: it was damaged
    public void opened(Optional<AccountLink> by) {
        toFront();
        if (server.isPresent() || !next.isEnabled()) {
            return;
        }
        asksForServer = false;
        setTitle(Texts.get("enrol.title"));
        cards.show(pages, LINK);
        link.setText(by.map(AccountLink::text).orElse(""));
        link.setCaretPosition(0);
        if (by.isPresent()) {
            told.setForeground(Colours.faint());
            told.setText(
                    Texts.get(
                            "enrol.opened", by.get().domain(), by.get().service().getAuthority()));
            SwingUtilities.invokeLater(next::requestFocusInWindow);
        } else {
            wrong(Texts.get("enrol.damaged"));
            SwingUtilities.invokeLater(link::requestFocusInWindow);
        }
        pack();
    }

    private JPanel serverPage() {
        JPanel page = new JPanel(new MigLayout("insets 0, wrap 2", "[]12[fill,grow]", "[]12[]8[]"));
        page.add(ListPane.words(Texts.get("create.why")), "span 2, growx, wmin 0");
        page.add(Buttons.label("create.server", service));
        page.add(service, "wmin 0");
        page.add(Buttons.label("create.fingerprint", fingerprint));
        page.add(fingerprint, "wmin 0");
        return page;
    }

    private String shownName() {
        return displayName.getText().isBlank() ? name.getText() : displayName.getText();
    }

    private JPanel linkPage() {
        JPanel page = new JPanel(new MigLayout("insets 0, wrap 1", "[fill,grow]"));
        page.add(ListPane.words(Texts.get("enrol.link.why")), "wmin 0");
        page.add(new JScrollPane(link), "wmin 0");
        return page;
    }

    private JPanel wishPage() {
        JPanel page = new JPanel(new MigLayout("insets 0, wrap 2, hidemode 3", "[]12[fill,grow]"));
        title.putClientProperty("FlatLaf.styleClass", "h3");
        page.add(title, "span 2");
        page.add(nameLabel);
        page.add(name, "split 2, growx, wmin 80lp");
        page.add(domain, "growx 0");
        page.add(displayNameLabel);
        page.add(displayName);
        page.add(organisationLabel);
        page.add(organisation);
        page.add(Buttons.label("password.new", password));
        page.add(password);
        page.add(new PasswordStrength(password), "skip");
        page.add(Buttons.label("password.again", again));
        page.add(again);
        keep.setToolTipText(Texts.get("login.keep.why"));
        page.add(keep, "skip, growx 0");
        page.add(picture, "skip");
        return page;
    }

    private void next() {
        if (server.isEmpty()) {
            if (asksForServer) {
                lookAtServer();
            } else {
                look();
            }
        } else {
            enrol();
        }
    }

    private void look() {
        AccountLink typed;
        try {
            typed = AccountLink.parse(link.getText());
        } catch (IllegalArgumentException e) {
            wrong(Failures.words(e));
            return;
        }
        parsed = Optional.of(typed);
        await(
                enrolment.look(typed),
                found -> ask(found, typed.kind() == AccountLink.Kind.INVITE, typed.name()));
    }

    private void lookAtServer() {
        String typed = service.getText();
        await(
                fingerprint.getText().isBlank()
                        ? enrolment.look(typed, Optional.empty())
                        : enrolment.lookByKey(typed, fingerprint.getText()),
                found -> {
                    switch (found.signUp()) {
                        case OPEN, ORGANISATION -> ask(found, true, Optional.empty());
                        case INVITATION -> {
                            asksForServer = false;
                            cards.show(pages, LINK);
                            told.setForeground(Colours.faint());
                            told.setText(Texts.get("create.invitation", found.domain()));
                            link.requestFocusInWindow();
                        }
                        case CLOSED -> wrong(Texts.get("create.closed", found.domain()));
                    }
                },
                failure ->
                        failure instanceof AccountFailure known
                                        && known.trouble() == AccountFailure.Trouble.NOT_TRUSTED
                                        && fingerprint.getText().isBlank()
                                ? Texts.get("create.notTrusted")
                                : Failures.words(failure));
    }

    /// Goes on to a name and a password.
    private void ask(Enrolment.Server found, boolean isNew, Optional<String> given) {
        server = Optional.of(found);
        title.setText(Texts.get(isNew ? "enrol.at" : "enrol.reset", found.domain()));
        name.setText(given.orElse(""));
        name.setEditable(given.isEmpty());
        domain.setText("@" + found.domain());
        for (JComponent field :
                new JComponent[] {
                    name, nameLabel, domain, displayName, displayNameLabel, picture
                }) {
            field.setVisible(isNew);
        }
        boolean theirs = asksForTheirs();
        organisation.setVisible(theirs);
        organisationLabel.setVisible(theirs);
        picture.refresh();
        cards.show(pages, WISH);
        told.setForeground(Colours.faint());
        told.setText(theirs ? Texts.get("create.organisation.why") : "");
        pack(); // the title has words now
        (name.isEditable() && isNew ? name : isNew ? displayName : password).requestFocusInWindow();
    }

    /// Whether the organisation's password stands in for an invitation.
    private boolean asksForTheirs() {
        return parsed.isEmpty()
                && server.filter(at -> at.signUp() == Enrolment.SignUp.ORGANISATION).isPresent();
    }

    private void enrol() {
        if (!Arrays.equals(password.getPassword(), again.getPassword())) {
            wrong(Texts.get("password.differ"));
            return;
        }
        String chosen = new String(password.getPassword());
        Enrolment.Server at = server.orElseThrow();
        Optional<AccountLink> reset = parsed.filter(by -> by.kind() == AccountLink.Kind.RESET);
        CompletionStage<Account> made =
                reset.isPresent()
                        ? enrolment.reset(at, reset.get(), chosen)
                        : enrolment.signUp(
                                at,
                                parsed,
                                new Enrolment.Wish(
                                        name.getText().strip(),
                                        displayName.getText().strip(),
                                        chosen,
                                        picture.chosen(),
                                        asksForTheirs()
                                                ? Optional.of(
                                                        new String(organisation.getPassword()))
                                                : Optional.empty()));
        await(
                made,
                account -> {
                    dispose();
                    onDone.accept(
                            new LogInForm(
                                    Names.of(account.address().toString()),
                                    chosen,
                                    account.server().host() + ":" + account.server().port(),
                                    "tls",
                                    at.authority().map(Path::toString).orElse(""),
                                    keep.isSelected()));
                });
    }

    private <T> void await(CompletionStage<T> stage, Consumer<T> then) {
        await(stage, then, Failures::words);
    }

    private <T> void await(
            CompletionStage<T> stage, Consumer<T> then, Function<Throwable, String> words) {
        next.setEnabled(false);
        told.setForeground(Colours.faint());
        told.setText(Texts.get("account.working"));
        var _ =
                stage.whenComplete((result, failure) ->
                        SwingUtilities.invokeLater(() -> {
                            next.setEnabled(true);
                            if (failure == null) {
                                then.accept(result);
                            } else {
                                wrong(words.apply(failure));
                            }
                        }));
    }

    private void wrong(String words) {
        told.setForeground(Colours.bad());
        told.setText(words);
    }
}
