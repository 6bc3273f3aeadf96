package org.earshot.softphone.ui;

import java.io.Serial;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import javax.swing.JTextPane;
import javax.swing.UIManager;
import javax.swing.text.AttributeSet;
import javax.swing.text.BadLocationException;
import javax.swing.text.DefaultCaret;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;
import javax.swing.text.StyledDocument;

/// The lines of a conversation, as text that can be selected and copied; never as HTML.
final class Transcript extends JTextPane {
    @Serial private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL);

    Transcript() {
        setEditorKit(new WrappingKit());
        setName("transcript");
        setEditable(false);
        // where the user reads is decided by whoever shows lines
        ((DefaultCaret) getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
        // not the grey of what can't be edited: it is there to be read
        setBackground(UIManager.getColor("TextArea.background"));
        getAccessibleContext().setAccessibleName("Conversation");
    }

    /// Shows these lines.
    ///
    /// @param toEnd whether the last one is to be in sight
    void show(List<TextLine> lines, boolean toEnd) {
        StyledDocument document = getStyledDocument();
        ZoneId zone = ZoneId.systemDefault();
        try {
            document.remove(0, document.getLength());
            LocalDate day = null;
            for (TextLine line : lines) {
                ZonedDateTime at = line.at().atZone(zone);
                if (day != null && !at.toLocalDate().equals(day)) {
                    append(DAY.format(at) + "\n", faint());
                }
                day = at.toLocalDate();
                append(line, TIME.format(at));
            }
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
        if (toEnd) {
            setCaretPosition(document.getLength());
        }
    }

    private void append(TextLine line, String time) throws BadLocationException {
        int start = getStyledDocument().getLength();
        switch (line.kind()) {
            case NOTE -> append(time + "   " + line.text() + "\n", faint());
            case MINE, THEIRS -> {
                append(author(line), bold());
                append("   " + time, faint());
                append(
                        line.status().isEmpty() ? "\n" : "   " + line.status() + "\n",
                        line.hasFailed() ? alarming() : faint());
                append(line.text() + "\n", SimpleAttributeSet.EMPTY);
            }
        }
        spaceAbove(start, getStyledDocument().getLength() - start, 1);
        spaceAbove(start, 1, 8);
    }

    private static String author(TextLine line) {
        return line.message().filter(m -> !m.mine()).map(m -> Names.of(m.author())).orElse("You");
    }

    private void append(String text, AttributeSet style) throws BadLocationException {
        getStyledDocument().insertString(getStyledDocument().getLength(), text, style);
    }

    /// Of the paragraphs that begin in this range.
    private void spaceAbove(int start, int length, int pixels) {
        SimpleAttributeSet space = new SimpleAttributeSet();
        StyleConstants.setSpaceAbove(space, pixels);
        getStyledDocument().setParagraphAttributes(start, length, space, false);
    }

    private static AttributeSet bold() {
        SimpleAttributeSet style = new SimpleAttributeSet();
        StyleConstants.setBold(style, true);
        return style;
    }

    private static AttributeSet faint() {
        SimpleAttributeSet style = new SimpleAttributeSet();
        StyleConstants.setForeground(style, Colours.faint());
        return style;
    }

    private static AttributeSet alarming() {
        SimpleAttributeSet style = new SimpleAttributeSet();
        StyleConstants.setForeground(style, Colours.bad());
        return style;
    }
}
