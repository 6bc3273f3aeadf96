package org.earshot.softphone.ui;

import java.awt.CardLayout;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.swing.JButton;
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
import org.earshot.softphone.ua.Enrolment;

/// A new account by an invitation, or a new password by a link of an administrator: first the link, which says where the server is and how to trust it, then a
/// name and a password.
final class EnrolDialog extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private static final String LINK = "link";
    private static final String WISH = "wish";

    private final transient Enrolment enrolment;
    private final transient Consumer<LogInForm> onDone;
    private final CardLayout cards = new CardLayout();
    private final JPanel pages = new JPanel(cards);
    private final JTextArea link = new JTextArea(4, 44);
    private final JLabel title = new JLabel();
    private final JTextField name = new JTextField();
    private final JTextField displayName = new JTextField();
    private final JPasswordField password = new JPasswordField();
    private final JPasswordField again = new JPasswordField();
    private final JTextArea told = ListPane.words("");
    private final JButton next = new JButton();
    private final JComponent nameLabel;
    private final JComponent displayNameLabel;
    private transient Optional<AccountLink> parsed = Optional.empty();
    private transient Optional<Enrolment.Server> server = Optional.empty();

    /// @param onDone gets what to log in with
    EnrolDialog(Window owner, Enrolment enrolment, Consumer<LogInForm> onDone) {
        super(owner, Texts.get("enrol.title"), ModalityType.APPLICATION_MODAL);
        this.enrolment = enrolment;
        this.onDone = onDone;
        setName("enrol");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        link.setName("link");
        link.setLineWrap(true);
        link.getAccessibleContext().setAccessibleName(Texts.get("enrol.link"));
        name.setName("newName");
        displayName.setName("newDisplayName");
        password.setName("newPassword");
        again.setName("newPasswordAgain");
        nameLabel = Buttons.label("enrol.name", name);
        displayNameLabel = Buttons.label("account.name", displayName);
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
        pack();
        setResizable(false);
        setLocationRelativeTo(owner);
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
        page.add(name);
        page.add(displayNameLabel);
        page.add(displayName);
        page.add(Buttons.label("password.new", password));
        page.add(password);
        page.add(new PasswordStrength(password), "skip");
        page.add(Buttons.label("password.again", again));
        page.add(again);
        return page;
    }

    private void next() {
        if (server.isEmpty()) {
            look();
        } else {
            enrol();
        }
    }

    private void look() {
        AccountLink typed;
        try {
            typed = AccountLink.parse(link.getText());
        } catch (IllegalArgumentException e) {
            wrong(Sentence.of(String.valueOf(e.getMessage())));
            return;
        }
        parsed = Optional.of(typed);
        await(
                enrolment.look(typed),
                found -> {
                    server = Optional.of(found);
                    boolean isNew = typed.kind() == AccountLink.Kind.INVITE;
                    title.setText(
                            isNew
                                    ? Texts.get("enrol.at", found.domain())
                                    : Texts.get("enrol.reset", found.domain()));
                    name.setText(typed.name().orElse(""));
                    name.setEditable(typed.name().isEmpty());
                    for (JComponent field : new JComponent[] {name, nameLabel}) {
                        field.setVisible(isNew);
                    }
                    for (JComponent field : new JComponent[] {displayName, displayNameLabel}) {
                        field.setVisible(isNew);
                    }
                    cards.show(pages, WISH);
                    told.setText("");
                    (name.isEditable() && isNew ? name : isNew ? displayName : password)
                            .requestFocusInWindow();
                });
    }

    private void enrol() {
        if (!Arrays.equals(password.getPassword(), again.getPassword())) {
            wrong(Texts.get("password.differ"));
            return;
        }
        String chosen = new String(password.getPassword());
        AccountLink by = parsed.orElseThrow();
        Enrolment.Server at = server.orElseThrow();
        CompletionStage<Account> made =
                switch (by.kind()) {
                    case INVITE ->
                            enrolment.signUp(
                                    at,
                                    Optional.of(by),
                                    new Enrolment.Wish(
                                            name.getText().strip(),
                                            displayName.getText().strip(),
                                            chosen,
                                            Optional.empty()));
                    case RESET -> enrolment.reset(at, by, chosen);
                };
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
                                    at.authority().map(Path::toString).orElse("")));
                });
    }

    private <T> void await(CompletionStage<T> stage, Consumer<T> then) {
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
                                wrong(Failures.words(failure));
                            }
                        }));
    }

    private void wrong(String words) {
        told.setForeground(Colours.bad());
        told.setText(words);
    }
}
