package org.earshot.softphone.ui;

import java.awt.CardLayout;
import java.awt.KeyboardFocusManager;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Chat;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.FileSharing;

/// What was written with one person or group, and a field to write more: Enter sends, Shift+Enter begins a line.
final class ConversationPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final String LINES = "lines";
    private static final String HINT = "hint";

    private final transient PhoneModel model;
    private final transient Chat chat;
    private final transient FileSharing files;
    private final Transcript transcript = new Transcript();
    private final JScrollPane scroll = new JScrollPane(transcript);
    private final JLabel hint = PlainText.only(new JLabel("", SwingConstants.CENTER));
    private final CardLayout cards = new CardLayout();
    private final JPanel upper = new JPanel(cards);
    private final JLabel writing = PlainText.only(new JLabel(" "));
    private final JButton tryAgain = new JButton("Try again");
    private final JTextArea text = new JTextArea(2, 0);
    private final JButton send = new JButton("Send");
    private final JButton file = new JButton("File …");
    private final JTextArea notice = new JTextArea();
    private transient List<TextLine> shown = List.of();
    private transient Optional<String> shownPeer = Optional.empty();
    private boolean arranging;

    ConversationPanel(PhoneModel model, Chat chat, FileSharing files, HistoryLoader history) {
        super(
                new MigLayout(
                        "fill, insets 0 10 10 10, wrap 1, hidemode 3",
                        "[grow,fill]",
                        "[grow,fill]4[]4[]2[]"));
        this.model = model;
        this.chat = chat;
        this.files = files;
        hint.setName("hint");
        scroll.setName("transcriptScroll");
        upper.add(scroll, LINES);
        upper.add(hint, HINT);
        scroll.getVerticalScrollBar()
                .addAdjustmentListener(event -> {
                    if (event.getValue() == 0
                            && !arranging
                            && scroll.getVerticalScrollBar().isShowing()) {
                        shownPeer.ifPresent(history::more);
                    }
                });
        writing.setName("writing");
        writing.setForeground(Colours.faint());
        tryAgain.setName("tryAgain");
        tryAgain.setMnemonic('T');
        tryAgain.setToolTipText("Send once more what was not sent");
        tryAgain.addActionListener(_ -> sendAgain());
        textField();
        send.setName("send");
        send.setMnemonic('S');
        send.addActionListener(_ -> send());
        file.setName("sendFile");
        file.setMnemonic('F');
        file.setToolTipText("Sends files straight to the other phone");
        file.addActionListener(_ -> sendFiles());
        JPanel news = new JPanel(new MigLayout("insets 0, hidemode 3", "[grow,fill][]", "[24lp!]"));
        news.setOpaque(false);
        news.add(writing, "wmin 0");
        news.add(tryAgain);
        add(upper, "wmin 0, hmin 0");
        add(news, "wmin 0");
        add(
                new JScrollPane(
                        text,
                        JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED,
                        JScrollPane.HORIZONTAL_SCROLLBAR_NEVER),
                "split 3, growx, wmin 0");
        add(file, "growx 0, growy");
        add(send, "growx 0, growy");
        notice.setName("notice");
        notice.setEditable(false);
        notice.setFocusable(false);
        notice.setLineWrap(true);
        notice.setWrapStyleWord(true);
        notice.setOpaque(false);
        add(notice, "wmin 0, growx");
        refresh();
    }

    private void textField() {
        text.setName("text");
        text.getAccessibleContext().setAccessibleName("Message");
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        // Tab goes on to the next field, as everywhere else
        text.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        text.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        KeyAction.on(text, KeyEvent.VK_ENTER, this::send);
        text.getInputMap()
                .put(
                        KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, KeyEvent.SHIFT_DOWN_MASK),
                        "insert-break");
        text.getDocument()
                .addDocumentListener(
                        new DocumentListener() {
                            @Override
                            public void insertUpdate(DocumentEvent event) {
                                model.selected().ifPresent(chat::typing);
                            }

                            @Override
                            public void removeUpdate(DocumentEvent event) {}

                            @Override
                            public void changedUpdate(DocumentEvent event) {}
                        });
    }

    /// Puts the focus into the field for a message.
    void focus() {
        (text.isEnabled() ? text : transcript).requestFocusInWindow();
    }

    private void send() {
        String written = text.getText().strip();
        if (written.isEmpty()) {
            focus();
            return;
        }
        model.selected()
                .ifPresent(peer -> {
                    chat.send(peer, written);
                    text.setText("");
                });
        focus();
    }

    private void sendFiles() {
        Optional<String> peer = model.selected();
        if (peer.isEmpty()) {
            return;
        }
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle("Send to " + Names.of(peer.get()));
        chooser.setMultiSelectionEnabled(true);
        if (chooser.showDialog(this, "Send") == JFileChooser.APPROVE_OPTION) {
            for (File chosen : chooser.getSelectedFiles()) {
                files.send(peer.get(), chosen.toPath());
            }
        }
        focus();
    }

    private void sendAgain() {
        shown.stream()
                .filter(TextLine::hasFailed)
                .flatMap(line -> line.message().stream())
                .map(ChatMessage::key)
                .forEach(chat::sendAgain);
        focus();
    }

    void refresh() {
        Optional<String> peer = model.selected();
        text.setEnabled(peer.isPresent());
        send.setEnabled(peer.isPresent());
        file.setEnabled(peer.isPresent());
        List<TextLine> lines = peer.map(model::conversation).orElse(List.of());
        hint.setText(
                peer.isEmpty()
                        ? "Choose somebody on the left, or add an address."
                        : "Nothing yet. Write below, or call.");
        hint.setForeground(Colours.faint());
        notice.setText(model.notice());
        notice.setForeground(Colours.faint());
        notice.setVisible(!model.notice().isEmpty());
        writing.setText(peer.map(model::writing).filter(words -> !words.isEmpty()).orElse(" "));
        tryAgain.setVisible(lines.stream().anyMatch(TextLine::hasFailed));
        cards.show(upper, lines.isEmpty() ? HINT : LINES);
        if (!lines.equals(shown) || !peer.equals(shownPeer)) {
            show(lines, peer);
        }
    }

    /// The end stays in sight; whoever reads further up goes on reading there.
    private void show(List<TextLine> lines, Optional<String> peer) {
        JScrollBar bar = scroll.getVerticalScrollBar();
        int fromEnd = bar.getMaximum() - bar.getValue();
        boolean atEnd = fromEnd - bar.getVisibleAmount() < 40;
        boolean samePeer = peer.equals(shownPeer) && !shown.isEmpty();
        boolean written = lines.size() > shown.size() && endsWithOurs(lines);
        boolean prepended =
                samePeer && !lines.isEmpty() && !lines.getFirst().equals(shown.getFirst());
        int value = bar.getValue();
        shown = lines;
        shownPeer = peer;
        boolean stay = samePeer && !atEnd && !written;
        arranging = true;
        transcript.show(lines, !stay);
        upper.validate(); // or it is laid out, and its bar at the top for a moment, when we look
        // for the user's hand again
        if (!stay) {
            bar.setValue(bar.getMaximum());
        }
        SwingUtilities.invokeLater(() -> {
            if (stay) {
                bar.setValue(prepended ? bar.getMaximum() - fromEnd : value);
            }
            arranging = false;
        });
    }

    private static boolean endsWithOurs(List<TextLine> lines) {
        return lines.getLast().kind() == TextLine.Kind.MINE;
    }
}
