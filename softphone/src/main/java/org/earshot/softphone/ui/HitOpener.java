package org.earshot.softphone.ui;

import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ui.chat.ConversationPanel;
import org.earshot.softphone.ui.chat.HistoryLoader;
import org.earshot.softphone.ui.find.Hit;
import org.earshot.softphone.ui.journal.JournalPages;

/// Goes to what was found. Event dispatch thread.
record HitOpener(
        MainPanel main,
        ConversationPanel conversation,
        HistoryLoader history,
        JournalPages journal) {

    void open(Hit hit) {
        switch (hit) {
            case Hit.Person(String uri) -> talk(uri);
            case Hit.Address(String uri) -> talk(uri);
            case Hit.Message(ChatMessage message) -> {
                main.open(message.key().conversation());
                history.until(message.key(), () -> conversation.reveal(message.key().messageId()));
            }
            case Hit.File(PastFile file) -> {
                main.show(Page.FILES);
                journal.reveal(file);
            }
        }
    }

    private void talk(String uri) {
        main.open(uri);
        conversation.focus();
    }
}
