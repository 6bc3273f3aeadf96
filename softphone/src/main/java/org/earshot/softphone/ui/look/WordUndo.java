package org.earshot.softphone.ui.look;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import javax.swing.event.DocumentEvent;
import javax.swing.event.UndoableEditEvent;
import javax.swing.text.BadLocationException;
import javax.swing.text.Document;
import javax.swing.undo.AbstractUndoableEdit;
import javax.swing.undo.UndoManager;
import javax.swing.undo.UndoableEdit;

/// Takes back what was typed, a word at a time. Event dispatch thread.
final class WordUndo extends UndoManager {
    @Serial private static final long serialVersionUID = 1L;

    private static final int MOST = 1_000; // words

    private int end = -1; // where the last letter was typed

    WordUndo() {
        setLimit(MOST);
    }

    @Override
    public void undoableEditHappened(UndoableEditEvent event) {
        UndoableEdit edit = event.getEdit();
        boolean goesOn = edit instanceof DocumentEvent change && isWithinWord(change);
        end =
                edit instanceof DocumentEvent change
                                && change.getType() == DocumentEvent.EventType.INSERT
                        ? change.getOffset() + change.getLength()
                        : -1;
        addEdit(new Step(edit, goesOn));
    }

    /// One letter more behind the letter before.
    private boolean isWithinWord(DocumentEvent change) {
        if (change.getType() != DocumentEvent.EventType.INSERT
                || change.getLength() != 1
                || change.getOffset() != end) {
            return false;
        }
        try {
            Document document = change.getDocument();
            String last = document.getText(change.getOffset() - 1, 2);
            // the space belongs to the word before it
            return !Character.isWhitespace(last.charAt(0))
                    || Character.isWhitespace(last.charAt(1));
        } catch (BadLocationException _) {
            return false;
        }
    }

    /// Takes back the last word, if there is one.
    void back() {
        if (canUndo()) {
            undo();
        }
        end = -1;
    }

    /// Puts back what was taken back.
    void again() {
        if (canRedo()) {
            redo();
        }
        end = -1;
    }

    /// Changes that are taken back together: the letters of a word.
    private static final class Step extends AbstractUndoableEdit {
        @Serial private static final long serialVersionUID = 1L;

        private final transient List<UndoableEdit> changes = new ArrayList<>();
        private final boolean goesOn;

        /// @param goesOn whether it belongs to the one before
        Step(UndoableEdit change, boolean goesOn) {
            changes.add(change);
            this.goesOn = goesOn;
        }

        @Override
        public boolean addEdit(UndoableEdit next) {
            return next instanceof Step step && step.goesOn && changes.addAll(step.changes);
        }

        @Override
        public void undo() {
            super.undo();
            changes.reversed().forEach(UndoableEdit::undo);
        }

        @Override
        public void redo() {
            super.redo();
            changes.forEach(UndoableEdit::redo);
        }
    }
}
