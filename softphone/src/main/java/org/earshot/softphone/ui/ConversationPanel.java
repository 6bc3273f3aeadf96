package org.earshot.softphone.ui;

import java.awt.Color;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.JTextPane;
import javax.swing.UIManager;
import javax.swing.text.BadLocationException;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;
import javax.swing.text.StyledDocument;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;

/// What was written with one person, and a line to write more.
final class ConversationPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;
    private final JTextPane transcript = new JTextPane();
    private final JTextField text = new JTextField();
    private final JButton send = new JButton("Send");
    private transient List<PhoneModel.TextLine> shown = List.of();
    private transient Optional<String> shownPeer = Optional.empty();

    ConversationPanel(PhoneModel model, UserAgent phone) {
        super(new MigLayout("fill, insets 8, wrap 1", "[grow,fill]", "[grow,fill][]"));
        this.model = model;
        transcript.setName("transcript");
        transcript.setEditable(false);
        text.setName("text");
        text.putClientProperty("JTextField.placeholderText", "Write a message");
        send.setName("send");
        add(new JScrollPane(transcript));
        add(text, "split 2, growx");
        add(send, "growx 0");
        text.addActionListener(_ -> send(phone));
        send.addActionListener(_ -> send(phone));
        refresh();
    }

    private void send(UserAgent phone) {
        String written = text.getText().strip();
        if (written.isEmpty()) {
            return;
        }
        model.selected()
                .ifPresent(peer -> {
                    model.wrote(phone.sendMessage(peer, written), peer, written);
                    text.setText("");
                });
    }

    void refresh() {
        Optional<String> peer = model.selected();
        text.setEnabled(peer.isPresent());
        send.setEnabled(peer.isPresent());
        List<PhoneModel.TextLine> lines = peer.map(model::conversation).orElse(List.of());
        if (lines.equals(shown) && peer.equals(shownPeer)) {
            return;
        }
        shown = lines;
        shownPeer = peer;
        StyledDocument document = transcript.getStyledDocument();
        try {
            document.remove(0, document.getLength());
            for (PhoneModel.TextLine line : lines) {
                append(document, line, peer.orElse(""));
            }
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
        transcript.setCaretPosition(document.getLength());
    }

    private static void append(StyledDocument document, PhoneModel.TextLine line, String peer)
            throws BadLocationException {
        SimpleAttributeSet name = new SimpleAttributeSet();
        StyleConstants.setBold(name, true);
        SimpleAttributeSet faint = new SimpleAttributeSet();
        Color disabled = UIManager.getColor("Label.disabledForeground");
        StyleConstants.setForeground(faint, disabled == null ? Color.GRAY : disabled);
        boolean note = line.text().startsWith("— ");
        if (!note) {
            document.insertString(
                    document.getLength(), (line.mine() ? "You" : Names.of(peer)) + "  ", name);
        }
        document.insertString(document.getLength(), line.text(), note ? faint : null);
        document.insertString(
                document.getLength(),
                line.status().isEmpty() ? "\n" : "   " + line.status() + "\n",
                faint);
    }
}
