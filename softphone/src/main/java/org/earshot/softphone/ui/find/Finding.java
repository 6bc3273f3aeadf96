package org.earshot.softphone.ui.find;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.Chat;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Journal;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks in the phone's store for messages and files, and in the organisation's directory for people.
public final class Finding implements SearchPane.Search {
    private static final Logger log = LoggerFactory.getLogger(Finding.class);

    private final Chat chat;
    private final Journal journal;
    private final AccountService account;

    /// @param account whose directory has the people of the organisation
    public Finding(Chat chat, Journal journal, AccountService account) {
        this.chat = chat;
        this.journal = journal;
        this.account = account;
    }

    @Override
    public void messages(String words, int most, Consumer<List<ChatMessage>> onFound) {
        var _ =
                chat.search(words, most)
                        .thenAccept(onFound)
                        .exceptionally(failure -> {
                            log.warn("messages can't be searched: {}", failure.toString());
                            return null;
                        });
    }

    @Override
    public void files(String words, int most, Consumer<List<PastFile>> onFound) {
        var _ =
                journal.filesNamed(words, most)
                        .thenAccept(onFound)
                        .exceptionally(failure -> {
                            log.warn("files can't be searched: {}", failure.toString());
                            return null;
                        });
    }

    /// Without a directory there are only those who are known already.
    @Override
    public void people(String words, int most, Consumer<List<AccountService.Person>> onFound) {
        var _ =
                account.directory(words, Optional.empty(), most)
                        .thenAccept(people -> onFound.accept(people.people()))
                        .exceptionally(failure -> {
                            log.debug("no directory: {}", failure.toString());
                            return null;
                        });
    }
}
