package org.earshot.softphone.ui;

import java.io.Serial;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Diagnostics;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.KeyWords;
import org.earshot.softphone.ui.words.Texts;

/// Which keys do what, and what this program is.
final class HelpPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    HelpPanel(Diagnostics diagnostics) {
        super(new MigLayout("insets 0, wrap 2, fillx", "[]24[grow,fill]"));
        setOpaque(false);
        line(KeyWords.of("Ctrl+K"), "help.search");
        line(KeyWords.of("Ctrl+1 … 5"), "help.pages");
        line("Alt+1 … 9", "help.accounts");
        line(KeyWords.of("Ctrl+F"), "help.find");
        line(KeyWords.of("Ctrl+Shift+N"), "help.group");
        line(KeyWords.of("Enter"), "help.send");
        line(KeyWords.of("Shift+Enter"), "help.line");
        line(KeyWords.of("Shift+F10"), "help.menu");
        line(KeyWords.alt("call.call"), "help.call");
        line(KeyWords.alt("call.answer"), "help.answer");
        line(KeyWords.alt("call.hangUp"), "help.hangUp");
        line(KeyWords.alt("call.mute"), "help.mute");
        line(KeyWords.of("Ctrl+Shift+D"), "help.dock");
        line(KeyWords.of("Ctrl+C"), "help.copy");
        line(KeyWords.of("Ctrl+Z"), "help.undo");
        JTextArea told = ListPane.words(Texts.get("help.diagnostics.why"));
        told.setName("diagnosticsTold");
        JButton write = Buttons.words(new JButton(), "diagnostics", "help.diagnostics");
        write.addActionListener(_ -> write(diagnostics, told));
        add(write, "span 2, gaptop 16, growx 0");
        add(told, "span 2, w 0:420lp:420lp");
        add(ListPane.words(Texts.get("help.about")), "span 2, gaptop 16, w 0:420lp:420lp");
    }

    private void line(String keys, String what) {
        JLabel label = new JLabel(keys);
        label.putClientProperty("FlatLaf.style", "font: bold");
        add(label, "aligny top");
        add(Colours.words(ListPane.words(Texts.get(what)), Colours::text), "wmin 0");
    }

    private void write(Diagnostics diagnostics, JTextArea told) {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(Buttons.plain(Texts.get("help.diagnostics")));
        chooser.setSelectedFile(
                chooser.getCurrentDirectory().toPath().resolve("earshot-diagnostics.zip").toFile());
        if (chooser.showSaveDialog(SwingUtilities.getWindowAncestor(this))
                != JFileChooser.APPROVE_OPTION) {
            return;
        }
        var _ =
                diagnostics
                        .write(chooser.getSelectedFile().toPath())
                        .whenComplete((path, failure) ->
                                SwingUtilities.invokeLater(() ->
                                        told.setText(
                                                failure == null
                                                        ? Texts.get("help.diagnostics.done", path)
                                                        : Failures.words(failure))));
    }
}
