package org.earshot.softphone.ui.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.swing.JComponent;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.text.JTextComponent;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.Drafts;
import org.earshot.softphone.ui.chat.DraftKeeper;
import org.junit.jupiter.api.Test;

class TextToolsTest {
    private static void press(JTextComponent field, String keys) {
        Object action =
                field.getInputMap(JComponent.WHEN_FOCUSED).get(KeyStroke.getKeyStroke(keys));
        field.getActionMap().get(action).actionPerformed(null);
    }

    private static void type(JTextComponent field, String text) {
        for (int i = 0; i < text.length(); i++) {
            field.replaceSelection(text.substring(i, i + 1));
        }
    }

    private static final class Forgetful implements Drafts {
        @Override
        public void put(String conversation, String text) {}

        @Override
        public CompletionStage<Map<String, String>> all() {
            return CompletableFuture.completedFuture(Map.of());
        }
    }

    private static JTextArea field() {
        JTextArea field = new JTextArea();
        TextTools.give(field);
        return field;
    }

    @Test
    void whatWasTypedIsTakenBackWordByWordAndPutBack() {
        GuiActionRunner.execute(() -> {
            JTextArea field = field();
            type(field, "see you at noon");
            press(field, "ctrl Z");
            assertThat(field.getText()).isEqualTo("see you at ");
            press(field, "ctrl Z");
            assertThat(field.getText()).isEqualTo("see you ");
            press(field, "ctrl Y");
            assertThat(field.getText()).isEqualTo("see you at ");
            for (int i = 0; i < 9; i++) {
                press(field, "ctrl Z");
            }
            assertThat(field.getText()).isEmpty();
        });
    }

    @Test
    void whatWasSelectedAndTypedOverComesBack() {
        GuiActionRunner.execute(() -> {
            JTextArea field = field();
            type(field, "yes");
            field.selectAll();
            type(field, "n");
            press(field, "ctrl Z");
            press(field, "ctrl Z");
            assertThat(field.getText()).isEqualTo("yes");
        });
    }

    /// Else Ctrl+Z would put into one conversation what was typed in another.
    @Test
    void nothingComesBackFromAnotherConversation() {
        GuiActionRunner.execute(() -> {
            JTextArea field = field();
            DraftKeeper drafts = new DraftKeeper(new Forgetful());
            drafts.show(Optional.of("sip:bob@example.org"), field);
            type(field, "only for Bob");
            drafts.typed("sip:bob@example.org", field.getText());
            drafts.show(Optional.of("sip:carol@example.org"), field);
            press(field, "ctrl Z");
            assertThat(field.getText()).isEmpty();
            drafts.show(Optional.of("sip:bob@example.org"), field);
            assertThat(field.getText()).isEqualTo("only for Bob");
        });
    }

    @Test
    void ofAPasswordNothingIsKept() {
        GuiActionRunner.execute(() -> {
            JPasswordField field = new JPasswordField();
            TextTools.give(field);
            type(field, "secret");
            assertThat(TextTools.undo(field)).isEmpty();
            assertThat(field.getComponentPopupMenu()).isNotNull();
        });
    }

    @Test
    void wordsInPlaceOfALabelHaveNoMenu() {
        GuiActionRunner.execute(() -> {
            JTextArea words = ListPane.words("nobody is here");
            TextTools.give(words);
            assertThat(words.getComponentPopupMenu()).isNull();
        });
    }
}
