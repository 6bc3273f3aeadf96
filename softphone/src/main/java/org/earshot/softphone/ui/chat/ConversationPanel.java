package org.earshot.softphone.ui.chat;

import java.awt.CardLayout;
import java.awt.Image;
import java.awt.KeyboardFocusManager;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Chat;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.FileSharing;
import org.earshot.softphone.ui.desktop.Opener;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.look.TextTools;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.model.TextLine;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was said with one person or group, and a field to write more: Enter sends, Shift+Enter begins a line. Files and pictures are dropped or pasted.
public final class ConversationPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final Logger log = LoggerFactory.getLogger(ConversationPanel.class);
    private static final String LINES = "lines";
    private static final String HINT = "hint";

    private final transient PhoneModel model;
    private final transient Chat chat;
    private final transient FileSharing files;
    private final BubbleList bubbles;
    private final ConversationView view;
    private final JTextArea hint = ListPane.words("");
    private final CardLayout cards = new CardLayout();
    private final JPanel upper = new JPanel(cards);
    private final FindStrip find;
    private final JLabel writing = PlainText.only(new JLabel(" "));
    private final JButton tryAgain = new JButton();
    private final JTextArea text = new JTextArea(2, 0);
    private final JButton send = new JButton(new Glyph(MaterialDesignS.SEND, 20));
    private final JButton file = new JButton(new Glyph(MaterialDesignP.PAPERCLIP, 20));
    private final JButton emoji = new JButton(new Glyph(MaterialDesignE.EMOTICON_OUTLINE, 20));
    private final JTextArea notice = ListPane.words("");
    private transient Optional<String> shownPeer = Optional.empty();
    private int failedRevision = -1;
    private boolean anyFailed;
    private final transient DraftKeeper drafts;

    /// @param files takes what is dropped, pasted or chosen here
    /// @param drafts get what is typed and not sent
    /// @param history fetches what is older
    public ConversationPanel(
            PhoneModel model,
            Chat chat,
            FileSharing files,
            DraftKeeper drafts,
            HistoryLoader history) {
        super(
                new MigLayout(
                        "fill, insets 0, wrap 1, hidemode 3, gapy 0",
                        "[grow,fill]",
                        "[grow,fill][][][]"));
        this.model = model;
        this.chat = chat;
        this.files = files;
        this.drafts = drafts;
        bubbles = new BubbleList(model::shownName, model::avatar, this::browse);
        view = new ConversationView(model, bubbles, history::more);
        setName("conversation-panel");
        find =
                new FindStrip(
                        model,
                        chat,
                        bubbles::mark,
                        hit -> history.until(hit.key(), () -> view.reveal(hit.key().messageId())),
                        this::focus);
        KeyAction.everywhere(
                this, KeyStroke.getKeyStroke(KeyEvent.VK_F, InputEvent.CTRL_DOWN_MASK), find::open);
        bubbles.setComponentPopupMenu(new MessageMenu(bubbles, chat, this::browse));
        hint.setName("hint");
        JPanel nothing =
                new JPanel(new MigLayout("fill, insets 40", "push[260lp]push", "push[]push"));
        Colours.behind(nothing, Colours::page);
        nothing.add(hint, "growx, wmin 0");
        upper.add(view, LINES);
        upper.add(nothing, HINT);
        writing.setName("writing");
        writing.putClientProperty("FlatLaf.styleClass", "small");
        Buttons.words(tryAgain, "tryAgain", "conversation.again");
        tryAgain.addActionListener(_ -> sendAgain());
        textField();
        tool(send, "send", "conversation.send", this::send);
        tool(file, "sendFile", "conversation.file", this::sendFiles);
        tool(emoji, "emoji", "conversation.emoji", this::chooseEmoji);
        notice.setName("notice");
        notice.putClientProperty("FlatLaf.styleClass", "small");
        add(find, "dock north");
        add(upper, "wmin 0, hmin 0");
        add(news(), "wmin 0, gapx 12 12");
        add(composer(), "wmin 0, gapx 12 12");
        add(notice, "wmin 0, growx, gapx 14 14, gapy 6 8");
        FileDrop drop = new FileDrop(text.getTransferHandler(), this::offer, this::offerPicture);
        text.setTransferHandler(drop);
        upper.setTransferHandler(new FileDrop(null, this::offer, this::offerPicture));
        refresh();
    }

    private JPanel news() {
        JPanel news = new JPanel(new MigLayout("insets 0, hidemode 3", "[grow,fill][]", "[22lp!]"));
        news.setOpaque(false);
        news.add(writing, "wmin 0");
        news.add(tryAgain);
        return news;
    }

    private JPanel composer() {
        JScrollPane scroll =
                new JScrollPane(
                        text,
                        JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED,
                        JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.putClientProperty("FlatLaf.style", "arc: 12");
        JPanel composer =
                new JPanel(
                        new MigLayout("insets 0 0 10 0, fillx, gapx 4", "[][][grow,fill][]", "[]"));
        composer.setOpaque(false);
        composer.add(file, "aligny bottom");
        composer.add(emoji, "aligny bottom");
        composer.add(scroll, "wmin 0");
        composer.add(send, "aligny bottom");
        return composer;
    }

    private static void tool(JButton button, String name, String key, Runnable action) {
        button.setName(name);
        button.putClientProperty("JButton.buttonType", "toolBarButton");
        Buttons.hint(button, key);
        button.addActionListener(_ -> action.run());
    }

    private void textField() {
        text.setName("text");
        text.getAccessibleContext().setAccessibleName(Texts.get("conversation.text"));
        text.putClientProperty("JTextField.placeholderText", Texts.get("conversation.text"));
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        text.setBorder(BorderFactory.createEmptyBorder(6, 8, 6, 8));
        // Tab goes on to the next field, as everywhere else
        text.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        text.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        KeyAction.on(text, KeyEvent.VK_ENTER, this::send);
        text.getInputMap()
                .put(
                        KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, InputEvent.SHIFT_DOWN_MASK),
                        "insert-break");
        text.getDocument()
                .addDocumentListener(
                        new DocumentListener() {
                            @Override
                            public void insertUpdate(DocumentEvent event) {
                                if (!drafts.isPuttingBack()) {
                                    model.selected().ifPresent(chat::typing);
                                }
                                keep();
                            }

                            @Override
                            public void removeUpdate(DocumentEvent event) {
                                keep();
                            }

                            @Override
                            public void changedUpdate(DocumentEvent event) {}
                        });
    }

    private void keep() {
        if (!drafts.isPuttingBack()) {
            model.selected().ifPresent(peer -> drafts.typed(peer, text.getText()));
        }
    }

    /// What was typed in the run before has been read.
    public void draftsAreKnown() {
        if (text.getText().isEmpty()) {
            drafts.show(model.selected(), text);
        }
    }

    /// Puts the focus into the field for a message.
    public void focus() {
        (text.isEnabled() ? text : bubbles).requestFocusInWindow();
    }

    /// Shows a message that was found.
    ///
    /// @return whether it is loaded
    public boolean reveal(String messageId) {
        return view.reveal(messageId);
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
                    TextTools.forget(text); // what was sent is sent
                });
        focus();
    }

    private void sendFiles() {
        Optional<String> peer = model.selected();
        if (peer.isEmpty()) {
            return;
        }
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(Texts.get("conversation.file.to", model.shownName(peer.get())));
        chooser.setMultiSelectionEnabled(true);
        if (chooser.showDialog(this, Texts.get("conversation.send.plain"))
                == JFileChooser.APPROVE_OPTION) {
            for (File chosen : chooser.getSelectedFiles()) {
                files.send(peer.get(), chosen.toPath());
            }
        }
        focus();
    }

    /// What was dropped goes out once the user has said so: a slip of the hand sends nothing.
    private void offer(List<Path> dropped) {
        Optional<String> peer = model.selected();
        List<Path> wanted = dropped.stream().filter(path -> !path.toFile().isDirectory()).toList();
        if (peer.isPresent() && wanted.size() < dropped.size()) {
            JOptionPane.showMessageDialog(
                    this,
                    ListPane.message(Texts.get("conversation.file.folder")),
                    Buttons.plain(Texts.get("conversation.file")),
                    JOptionPane.WARNING_MESSAGE);
        }
        if (peer.isEmpty() || wanted.isEmpty()) {
            return;
        }
        String what =
                wanted.size() == 1
                        ? String.valueOf(wanted.getFirst().getFileName())
                        : Texts.count("files", wanted.size());
        int answer =
                JOptionPane.showConfirmDialog(
                        this,
                        ListPane.message(
                                Texts.get(
                                        "conversation.file.ask",
                                        what,
                                        model.shownName(peer.get()))),
                        Buttons.plain(Texts.get("conversation.file")),
                        JOptionPane.OK_CANCEL_OPTION,
                        JOptionPane.PLAIN_MESSAGE);
        if (answer == JOptionPane.OK_OPTION) {
            wanted.forEach(path -> files.send(peer.get(), path));
        }
        focus();
    }

    private void offerPicture(Image picture) {
        Thread.ofVirtual()
                .name("pasted-picture")
                .start(() -> {
                    try {
                        Path written = PastedPicture.write(picture);
                        SwingUtilities.invokeLater(() -> offer(List.of(written)));
                    } catch (IOException e) {
                        log.warn("a picture can't be pasted: {}", e.toString());
                    }
                });
    }

    private void chooseEmoji() {
        EmojiMenu.show(
                emoji,
                text.getFont(),
                sign -> {
                    text.replaceSelection(sign);
                    focus();
                });
    }

    private void browse(String link) {
        Links.uri(link).ifPresent(uri -> Opener.page(this, uri));
    }

    private boolean hasFailed() {
        if (failedRevision != model.revision()) {
            failedRevision = model.revision();
            anyFailed = failed().findAny().isPresent();
        }
        return anyFailed;
    }

    private Stream<ChatMessage> failed() {
        return model.selected().map(model::conversation).orElse(List.of()).stream()
                .filter(TextLine::hasFailed)
                .flatMap(line -> line.message().stream());
    }

    private void sendAgain() {
        failed().map(ChatMessage::key).forEach(chat::sendAgain);
        focus();
    }

    /// Shows the conversation that is chosen, and what is new in it.
    public void refresh() {
        Optional<String> peer = model.selected();
        if (!peer.equals(shownPeer)) {
            drafts.show(peer, text);
            shownPeer = peer;
            failedRevision = -1;
            bubbles.clearSelection();
        }
        text.setEnabled(peer.isPresent());
        send.setEnabled(peer.isPresent());
        file.setEnabled(peer.isPresent());
        emoji.setEnabled(peer.isPresent());
        boolean empty = peer.map(model::lastLine).flatMap(line -> line).isEmpty();
        hint.setText(Texts.get(peer.isEmpty() ? "conversation.nobody" : "conversation.nothing"));
        notice.setText(model.notice());
        notice.setVisible(!model.notice().isEmpty());
        writing.setForeground(Colours.faint());
        writing.setText(peer.map(model::writing).filter(words -> !words.isEmpty()).orElse(" "));
        tryAgain.setVisible(hasFailed());
        cards.show(upper, empty ? HINT : LINES);
        view.refresh();
        find.refresh();
    }
}
