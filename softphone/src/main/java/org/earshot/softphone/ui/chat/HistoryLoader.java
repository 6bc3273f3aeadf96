package org.earshot.softphone.ui.chat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.Chat;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Conversation;
import org.earshot.softphone.ua.Journal;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.model.TextLine;

/// Fetches what was said in the runs before, as far as somebody looks at it. On the event dispatch thread.
public final class HistoryLoader {
    static final int PIECE = 200;

    /// Where a certain message is looked for.
    private static final int LARGE_PIECE = 1_000;

    /// Of so many conversations the latest message is fetched at once.
    private static final int PEEKED = 50;

    private final PhoneModel model;
    private final Chat chat;
    private final Journal journal;
    private final Instant began; // this run
    private final Set<String> begun = new HashSet<>();
    private Optional<String> account = Optional.empty();
    private boolean loading;
    private int pieces;

    /// @param model gets what is found, and says what is looked at
    public HistoryLoader(PhoneModel model, Chat chat, Journal journal) {
        this.model = model;
        this.chat = chat;
        this.journal = journal;
        began = model.now();
    }

    /// Something has changed: perhaps somebody else is looked at.
    public void refresh() {
        if (pieces != model.pieces()) {
            pieces = model.pieces();
            begun.clear();
            account = Optional.empty();
        }
        if (account.isEmpty() && model.own().isPresent()) {
            account = model.own();
            var _ =
                    chat.conversations()
                            .thenAccept(all -> SwingUtilities.invokeLater(() -> known(all)));
        }
        model.selected()
                .filter(_ -> account.isPresent())
                .filter(begun::add)
                .ifPresent(peer -> load(peer, Optional.empty()));
    }

    private void known(List<Conversation> all) {
        model.known(all);
        all.stream().limit(PEEKED).map(Conversation::uri).forEach(this::peek);
    }

    /// The list shows what was said last.
    private void peek(String peer) {
        var _ =
                chat.history(peer, Optional.empty(), 1)
                        .thenAccept(latest ->
                                SwingUtilities.invokeLater(() -> model.peek(peer, latest)));
    }

    /// The user looks for what is older.
    void more(String peer) {
        if (!loading && begun.contains(peer) && model.hasMore(peer)) {
            model.conversation(peer).stream()
                    .map(TextLine::messageId)
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .ifPresent(oldest -> load(peer, Optional.of(oldest)));
        }
    }

    private Optional<Instant> oldest(String peer) {
        return model.conversation(peer).stream()
                .filter(line -> line.message().isPresent())
                .map(TextLine::at)
                .findFirst()
                .filter(at -> at.isBefore(began));
    }

    /// Calls and files of that time, but not of this run: those are told as they happen.
    private void happened(String peer, List<ChatMessage> older, Instant until) {
        Instant from = older.size() < PIECE ? Instant.EPOCH : older.getFirst().at();
        var _ =
                journal.of(peer, from, until)
                        .thenAccept(entries ->
                                SwingUtilities.invokeLater(() -> model.happened(peer, entries)));
    }

    /// Fetches what is older until a message is there.
    ///
    /// @param onThere runs once it is; never where it is nowhere
    public void until(MessageKey wanted, Runnable onThere) {
        String peer = wanted.conversation();
        begun.add(peer);
        Optional<String> oldest =
                model.conversation(peer).stream()
                        .map(TextLine::messageId)
                        .filter(id -> !id.isEmpty())
                        .findFirst();
        boolean there =
                model.conversation(peer).stream()
                        .anyMatch(line -> line.messageId().equals(wanted.messageId()));
        if (there) {
            // what was asked for comes first: the conversation may be shown only then
            SwingUtilities.invokeLater(onThere);
        } else if (model.hasMore(peer)) {
            var _ =
                    chat.history(peer, oldest, LARGE_PIECE)
                            .thenAccept(older ->
                                    SwingUtilities.invokeLater(() -> {
                                        model.history(peer, older, older.size() < LARGE_PIECE);
                                        until(wanted, onThere);
                                    }));
        }
    }

    private void load(String peer, Optional<String> before) {
        loading = true;
        var _ =
                chat.history(peer, before, PIECE)
                        .whenComplete((older, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    loading = false;
                                    if (failure == null) {
                                        Instant until = oldest(peer).orElse(began);
                                        model.history(peer, older, older.size() < PIECE);
                                        happened(peer, older, until);
                                    }
                                }));
    }
}
