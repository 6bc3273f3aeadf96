package org.earshot.softphone.ui.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.JournalEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches what is older, piece by piece, as somebody comes near the end of a list. Event dispatch thread.
final class OlderPieces<T extends JournalEntry> {
    /// How many are fetched at once.
    static final int PIECE = 300;

    private static final Logger log = LoggerFactory.getLogger(OlderPieces.class);

    private final Source<T> source;
    private final Consumer<List<T>> taker;
    private Optional<Instant> oldest =
            Optional.empty(); // nothing newer is missing; empty: all is there
    private boolean asking;

    /// Where they are.
    @FunctionalInterface
    interface Source<T> {
        /// The newest ones before a time.
        CompletionStage<List<T>> before(Optional<Instant> time, int most);
    }

    /// @param taker is given each piece, which may have some again
    OlderPieces(Source<T> source, Consumer<List<T>> taker) {
        this.source = source;
        this.taker = taker;
    }

    /// @param first the newest ones, as they were fetched with [#PIECE]
    void begin(List<T> first) {
        oldest = ends(first, Optional.empty());
    }

    /// Fetches the next piece, unless one is on its way or all is there.
    void next() {
        if (asking || oldest.isEmpty()) {
            return;
        }
        asking = true;
        // several may be of one time: the store has microseconds
        Optional<Instant> before = oldest.map(time -> time.plus(1, ChronoUnit.MICROS));
        var _ =
                source.before(before, PIECE)
                        .whenComplete((piece, failure) ->
                                SwingUtilities.invokeLater(() -> took(piece, failure)));
    }

    private void took(List<T> piece, Throwable failure) {
        asking = false;
        if (failure != null) {
            log.warn("what is older can't be read: {}", failure.toString());
            return;
        }
        oldest = ends(piece, oldest);
        taker.accept(piece);
    }

    /// @return empty where nothing is older
    private static <T extends JournalEntry> Optional<Instant> ends(
            List<T> piece, Optional<Instant> before) {
        return piece.size() < PIECE
                ? Optional.empty()
                : Optional.of(piece.getLast().at())
                        .filter(time -> !before.equals(Optional.of(time)));
    }
}
