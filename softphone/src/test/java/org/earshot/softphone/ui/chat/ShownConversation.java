package org.earshot.softphone.ui.chat;

import javax.swing.JScrollPane;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;

/// A conversation as the window shows it, for tests and measurements that are elsewhere. Event dispatch thread.
public final class ShownConversation {
    private final ConversationView view;

    public ShownConversation(PhoneModel model) {
        view =
                new ConversationView(
                        model, new BubbleList(Names::of, model::avatar, _ -> {}), _ -> {});
    }

    public JScrollPane component() {
        return view;
    }

    public void refresh() {
        view.refresh();
    }

    /// What somebody wrote.
    ///
    /// @param row of the list that is called `transcript`
    /// @return "" where it is no message
    public static String text(Object row) {
        return row instanceof Item.Bubble bubble ? bubble.line().text() : "";
    }
}
