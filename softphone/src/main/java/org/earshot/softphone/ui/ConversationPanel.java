package org.earshot.softphone.ui;

import java.awt.CardLayout;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import javax.swing.AbstractAction;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;

/// What was written with one person, and a field to write more: Enter sends, Shift+Enter begins a line.
final class ConversationPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final String LINES = "lines";
    private static final String HINT = "hint";

    private final transient PhoneModel model;
    private final Transcript transcript = new Transcript();
    private final JLabel hint = PlainText.only(new JLabel("", SwingConstants.CENTER));
    private final CardLayout cards = new CardLayout();
    private final JPanel upper = new JPanel(cards);
    private final JTextArea text = new JTextArea(2, 0);
    private final JButton send = new JButton("Send");
    private transient List<TextLine> shown = List.of();
    private transient Optional<String> shownPeer = Optional.empty();

    ConversationPanel(PhoneModel model, UserAgent phone) {
        super(new MigLayout("fill, insets 0 10 10 10, wrap 1", "[grow,fill]", "[grow,fill]8[]"));
        this.model = model;
        hint.setName("hint");
        upper.add(new JScrollPane(transcript), LINES);
        upper.add(hint, HINT);
        text.setName("text");
        text.getAccessibleContext().setAccessibleName("Message");
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        // Tab goes on to the next field, as everywhere else
        text.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        text.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        text.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), "send");
        text.getInputMap()
                .put(
                        KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, KeyEvent.SHIFT_DOWN_MASK),
                        "insert-break");
        text.getActionMap()
                .put(
                        "send",
                        new AbstractAction() {
                            @Serial private static final long serialVersionUID = 1L;

                            @Override
                            public void actionPerformed(ActionEvent event) {
                                send(phone);
                            }
                        });
        send.setName("send");
        send.setMnemonic('S');
        send.addActionListener(_ -> send(phone));
        add(upper, "wmin 0, hmin 0");
        add(
                new JScrollPane(
                        text,
                        JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED,
                        JScrollPane.HORIZONTAL_SCROLLBAR_NEVER),
                "split 2, growx, wmin 0");
        add(send, "growx 0, growy");
        refresh();
    }

    /// Puts the focus into the field for a message.
    void focus() {
        (text.isEnabled() ? text : transcript).requestFocusInWindow();
    }

    private void send(UserAgent phone) {
        String written = text.getText().strip();
        if (written.isEmpty()) {
            focus();
            return;
        }
        model.selected()
                .ifPresent(peer -> {
                    phone.chat().send(peer, written);
                    text.setText("");
                });
        focus();
    }

    void refresh() {
        Optional<String> peer = model.selected();
        text.setEnabled(peer.isPresent());
        send.setEnabled(peer.isPresent());
        List<TextLine> lines = peer.map(model::conversation).orElse(List.of());
        hint.setText(
                peer.isEmpty()
                        ? "Choose somebody on the left, or add an address."
                        : "Nothing yet. Write below, or call.");
        hint.setForeground(Colours.faint());
        cards.show(upper, lines.isEmpty() ? HINT : LINES);
        if (!lines.equals(shown) || !peer.equals(shownPeer)) {
            shown = lines;
            shownPeer = peer;
            transcript.show(lines, peer.map(Names::of).orElse(""));
        }
    }
}
