package org.earshot.softphone.ui.journal;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Mailbox;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/// What waits in the voice mailbox, in words, and the way to hear it; not to be seen where there is no mailbox.
final class MailboxLamp extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final JButton button =
            PlainText.only(new JButton(new Glyph(MaterialDesignV.VOICEMAIL, 20)));
    private final JLabel detail = new JLabel();
    private transient Optional<Mailbox> shown = Optional.empty();

    /// @param call gets the mailbox's address
    MailboxLamp(Consumer<String> call) {
        super(new MigLayout("insets 0 12 6 12, fillx, wrap 1, hidemode 3", "[grow,fill]", "[]2[]"));
        setOpaque(false);
        button.setName("mailbox");
        button.setHorizontalAlignment(SwingConstants.LEADING);
        button.addActionListener(_ -> shown.flatMap(Mailbox::account).ifPresent(call));
        detail.setName("mailboxDetail");
        Colours.words(detail, Colours::faint);
        add(button, "wmin 0");
        add(detail, "wmin 0");
        setVisible(false);
    }

    void show(Optional<Mailbox> mailbox) {
        if (mailbox.equals(shown)) {
            return;
        }
        shown = mailbox;
        setVisible(mailbox.isPresent());
        mailbox.ifPresent(box -> {
            List<String> words = words(box);
            String hint =
                    box.account()
                            .map(uri -> Texts.get("mailbox.call", Names.of(uri)))
                            .orElseGet(() -> Texts.get("mailbox.noNumber"));
            button.setText(words.getFirst());
            detail.setText(String.join(", ", words.subList(1, words.size())));
            detail.setVisible(words.size() > 1);
            button.setForeground(box.waiting() ? Colours.bad() : null);
            button.setToolTipText(hint);
            button.setEnabled(box.account().isPresent());
            button.getAccessibleContext().setAccessibleName(String.join(", ", words));
            button.getAccessibleContext().setAccessibleDescription(hint);
        });
        revalidate();
        repaint();
    }

    /// How much is new, and then how much of it is urgent and how much there is besides. Pure.
    static List<String> words(Mailbox box) {
        List<String> parts = new ArrayList<>();
        if (box.fresh() > 0) {
            parts.add(Texts.count("mailbox.new", box.fresh()));
        } else {
            parts.add(Texts.get(box.waiting() ? "mailbox.waiting" : "mailbox.none"));
        }
        if (box.urgentFresh() > 0) {
            parts.add(Texts.get("mailbox.urgent", box.urgentFresh()));
        }
        if (box.old() > 0) {
            parts.add(Texts.get("mailbox.old", box.old()));
        }
        return parts;
    }
}
