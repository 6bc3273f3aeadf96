package org.earshot.softphone.ui.chat;

import java.awt.Component;
import java.awt.Point;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.Serial;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JMenuItem;
import javax.swing.JOptionPane;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import org.earshot.softphone.ua.Chat;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.model.TextLine;
import org.earshot.softphone.ui.rows.ChosenRow;
import org.earshot.softphone.ui.words.Texts;

/// What can be done with a message.
final class MessageMenu extends JPopupMenu {
    @Serial private static final long serialVersionUID = 1L;

    private static final int ROWS = 16;
    private static final int COLUMNS = 60;

    private final BubbleList list;
    private final JMenuItem open;
    private final JMenuItem copyLink;
    private final JMenuItem again;
    private transient Optional<TextLine> line = Optional.empty();
    private transient Optional<String> link = Optional.empty();

    MessageMenu(BubbleList list, Chat chat, Consumer<String> onLink) {
        this.list = list;
        add(Buttons.item("copyMessage", "message.copy", () -> copy(list.selectedText())));
        add(Buttons.item("wholeMessage", "message.whole", this::whole));
        open = add(Buttons.item("openLink", "message.link.open", () -> link.ifPresent(onLink)));
        copyLink =
                add(
                        Buttons.item(
                                "copyLink",
                                "message.link.copy",
                                () -> link.ifPresent(MessageMenu::copy)));
        again =
                add(
                        Buttons.item(
                                "messageAgain",
                                "conversation.again",
                                () ->
                                        line.flatMap(TextLine::message)
                                                .map(ChatMessage::key)
                                                .ifPresent(chat::sendAgain)));
    }

    @Override
    public void show(Component invoker, int x, int y) {
        Point point = new Point(x, y);
        int row = ChosenRow.at(list, point);
        if (row < 0) {
            return;
        }
        if (!list.isSelectedIndex(row)) {
            list.setSelectedIndex(row);
        }
        line = list.lineAt(point);
        // who has no mouse has the first one
        link = list.linkAt(point).or(() -> line.flatMap(MessageMenu::firstLink));
        open.setVisible(link.isPresent());
        copyLink.setVisible(link.isPresent());
        again.setVisible(line.filter(TextLine::hasFailed).isPresent());
        super.show(invoker, x, y);
    }

    private static Optional<String> firstLink(TextLine line) {
        return Links.in(line.text()).stream().findFirst().map(span -> span.of(line.text()));
    }

    private static void copy(String text) {
        Toolkit.getDefaultToolkit()
                .getSystemClipboard()
                .setContents(new StringSelection(text), null);
    }

    /// All of a message in a window of its own, where parts of it can be chosen.
    private void whole() {
        line.ifPresent(of -> {
            JTextArea text = new JTextArea(of.text(), ROWS, COLUMNS);
            text.setEditable(false);
            text.setLineWrap(true);
            text.setWrapStyleWord(true);
            text.setCaretPosition(0);
            text.getAccessibleContext().setAccessibleName(Texts.get("message.title"));
            JOptionPane.showMessageDialog(
                    list,
                    new JScrollPane(text),
                    Texts.get("message.title"),
                    JOptionPane.PLAIN_MESSAGE);
        });
    }
}
