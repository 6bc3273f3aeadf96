package org.earshot.softphone.ui.chat;

import java.awt.Component;
import java.awt.Font;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPopupMenu;
import net.miginfocom.swing.MigLayout;

/// Signs to choose from: those of the most usual ones that this machine's letters have.
final class EmojiMenu {
    private static final List<String> SIGNS =
            List.of(
                    "😀", "😄", "😁", "😂", "😉", "😊", "😍", "😘", "😎", "😏", "😐", "😕", "😞",
                    "😢", "😭", "😠", "😱", "😴", "🙂", "🙃", "🤔", "🙏", "👍", "👎", "👋", "👏",
                    "💪", "🎉", "🎂", "🔥", "💡", "📞", "📎", "📅", "✅", "❌", "❤", "⭐", "☕", "☺",
                    "☹", "♥", "✓", "✗", "→", "★");

    private static final int COLUMNS = 8;

    private EmojiMenu() {}

    static void show(Component owner, Font font, Consumer<String> onChosen) {
        JPopupMenu menu = new JPopupMenu();
        menu.setLayout(
                new MigLayout("insets 4, gap 0, wrap " + COLUMNS, "[34lp!,fill]", "[34lp!,fill]"));
        for (String sign : SIGNS) {
            if (font.canDisplayUpTo(sign) >= 0) {
                continue;
            }
            JButton button = new JButton(sign);
            button.setName("emoji-" + sign);
            button.setFont(font.deriveFont(font.getSize2D() * 1.4f));
            button.putClientProperty("JButton.buttonType", "toolBarButton");
            button.getAccessibleContext().setAccessibleName(Character.getName(sign.codePointAt(0)));
            button.addActionListener(_ -> {
                menu.setVisible(false);
                onChosen.accept(sign);
            });
            menu.add(button);
        }
        menu.show(owner, 0, -menu.getPreferredSize().height);
    }
}
