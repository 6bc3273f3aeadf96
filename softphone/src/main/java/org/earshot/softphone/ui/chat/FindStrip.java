package org.earshot.softphone.ui.chat;

import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.UIManager;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Chat;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.SearchWords;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.TypedText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/// Looks for words within one conversation, all of what the store has of it: Enter goes to the next hit, which is older, Shift+Enter back, Escape ends it.
final class FindStrip extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    /// More hits are not counted.
    static final int MOST = 1_000;

    private static final int WAIT_MILLIS = 150;

    private final transient PhoneModel model;
    private final transient Chat chat;
    private final transient Consumer<List<String>> mark;
    private final transient Consumer<ChatMessage> show;
    private final transient Runnable onClosed;
    private final JTextField field = new JTextField();
    private final JLabel count = new JLabel();
    private final JButton older = new JButton(new Glyph(MaterialDesignC.CHEVRON_UP, 18));
    private final JButton newer = new JButton(new Glyph(MaterialDesignC.CHEVRON_DOWN, 18));
    private final Timer pause = new Timer(WAIT_MILLIS, _ -> search());
    private transient Optional<String> peer = Optional.empty();
    private transient List<ChatMessage> hits = List.of();
    private int current;
    private int asked;
    private int revision = -1;

    /// @param mark marks words in the conversation
    /// @param show brings a message into sight, loaded or not
    /// @param onClosed puts the focus elsewhere
    FindStrip(
            PhoneModel model,
            Chat chat,
            Consumer<List<String>> mark,
            Consumer<ChatMessage> show,
            Runnable onClosed) {
        super(new MigLayout("fillx, insets 6 12 6 8", "[grow,fill]8[]8[]0[]0[]", "[]"));
        this.model = model;
        this.chat = chat;
        this.mark = mark;
        this.show = show;
        this.onClosed = onClosed;
        setName("findStrip");
        border();
        pause.setRepeats(false);
        field.setName("findText");
        field.getAccessibleContext().setAccessibleName(Texts.get("find.text"));
        field.putClientProperty("JTextField.placeholderText", Texts.get("find.text"));
        TypedText.on(field, pause::restart);
        count.setName("findCount");
        add(field, "wmin 0");
        add(count);
        tool(older, "findNext", "find.next", () -> step(1));
        tool(newer, "findPrevious", "find.previous", () -> step(-1));
        JButton close = new JButton(new Glyph(MaterialDesignC.CLOSE, 18));
        tool(close, "findClose", "find.close", this::close);
        KeyAction.on(field, KeyEvent.VK_ENTER, () -> step(1));
        field.getInputMap()
                .put(
                        KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, InputEvent.SHIFT_DOWN_MASK),
                        "earshot-back");
        field.getActionMap().put("earshot-back", KeyAction.of(() -> step(-1)));
        KeyAction.within(this, KeyEvent.VK_ESCAPE, this::close);
        setVisible(false);
    }

    private void border() {
        setBorder(
                BorderFactory.createMatteBorder(
                        0, 0, 1, 0, UIManager.getColor("Component.borderColor")));
    }

    @Override
    public void updateUI() {
        super.updateUI();
        if (field != null) {
            border();
        }
    }

    private void tool(JButton button, String name, String key, Runnable action) {
        button.setName(name);
        button.putClientProperty("JButton.buttonType", "toolBarButton");
        Buttons.hint(button, key);
        button.addActionListener(_ -> action.run());
        add(button);
    }

    /// Begins, with what was looked for before.
    void open() {
        if (model.selected().isEmpty()) {
            return;
        }
        peer = model.selected();
        setVisible(true);
        field.requestFocusInWindow();
        field.selectAll();
        search();
    }

    /// Ends it; nothing is marked any more.
    void close() {
        pause.stop();
        boolean had = isVisible();
        setVisible(false);
        hits = List.of();
        asked++;
        mark.accept(List.of());
        if (had) {
            onClosed.run();
        }
    }

    /// Another conversation ends it; a message that came may be a hit.
    void refresh() {
        if (!isVisible()) {
            return;
        }
        if (!model.selected().equals(peer)) {
            close();
        } else if (revision != model.revision()) {
            revision = model.revision();
            pause.restart();
        }
    }

    private void search() {
        int mine = ++asked;
        List<String> words = SearchWords.of(field.getText());
        mark.accept(words);
        if (words.isEmpty() || peer.isEmpty()) {
            found(mine, List.of(), true);
            return;
        }
        var _ =
                chat.searchIn(peer.get(), field.getText(), MOST)
                        .thenAccept(found ->
                                SwingUtilities.invokeLater(() -> found(mine, found, false)));
    }

    private void found(int by, List<ChatMessage> found, boolean nothingAsked) {
        if (by != asked || !isVisible()) {
            return; // it was about something else
        }
        Optional<ChatMessage> before =
                hits.isEmpty() ? Optional.empty() : Optional.of(hits.get(current));
        hits = found;
        int same =
                before.map(one -> hits.stream().map(ChatMessage::key).toList().indexOf(one.key()))
                        .orElse(-1);
        current = Math.max(0, same);
        older.setEnabled(!hits.isEmpty());
        newer.setEnabled(!hits.isEmpty());
        say(nothingAsked);
        if (same < 0) {
            jump();
        }
    }

    private void say(boolean nothingAsked) {
        if (hits.isEmpty()) {
            count.setText(nothingAsked ? "" : Texts.get("find.none"));
        } else {
            count.setText(
                    Texts.get(
                            hits.size() == MOST ? "find.countMore" : "find.count",
                            current + 1,
                            hits.size()));
        }
        count.setForeground(hits.isEmpty() ? Colours.bad() : Colours.faint());
    }

    private void step(int by) {
        if (pause.isRunning()) {
            pause.stop();
            search(); // what was typed counts, not what was found before
            return;
        }
        if (!hits.isEmpty()) {
            current = Math.floorMod(current + by, hits.size());
            say(false);
            jump();
        }
    }

    private void jump() {
        if (!hits.isEmpty()) {
            show.accept(hits.get(current));
        }
    }
}
