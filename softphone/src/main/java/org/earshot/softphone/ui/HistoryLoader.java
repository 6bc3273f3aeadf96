package org.earshot.softphone.ui;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.Chat;

/// Fetches what was said in the runs before, as far as somebody looks at it. On the event dispatch thread.
final class HistoryLoader {
    static final int PIECE = 200;

    private final PhoneModel model;
    private final Chat chat;
    private final Set<String> begun = new HashSet<>();
    private Optional<String> account = Optional.empty();
    private boolean loading;
    private int pieces;

    HistoryLoader(PhoneModel model, Chat chat) {
        this.model = model;
        this.chat = chat;
    }

    /// Something has changed: perhaps somebody else is looked at.
    void refresh() {
        if (pieces != model.pieces()) {
            pieces = model.pieces();
            begun.clear();
            account = Optional.empty();
        }
        if (account.isEmpty() && model.own().isPresent()) {
            account = model.own();
            var _ =
                    chat.conversations()
                            .thenAccept(all -> SwingUtilities.invokeLater(() -> model.known(all)));
        }
        model.selected()
                .filter(_ -> account.isPresent())
                .filter(begun::add)
                .ifPresent(peer -> load(peer, Optional.empty()));
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

    private void load(String peer, Optional<String> before) {
        loading = true;
        var _ =
                chat.history(peer, before, PIECE)
                        .whenComplete((older, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    loading = false;
                                    if (failure == null) {
                                        model.history(peer, older, older.size() < PIECE);
                                    }
                                }));
    }
}
