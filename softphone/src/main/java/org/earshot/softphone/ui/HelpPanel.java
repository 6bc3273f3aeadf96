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

/// Which keys do what, and what this program is.
final class HelpPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final String[][] KEYS = {
        {"Ctrl+K", "help.search"},
        {"Ctrl+1 … 5", "help.pages"},
        {"Ctrl+F", "help.find"},
        {"Ctrl+Shift+N", "help.group"},
        {"Enter", "help.send"},
        {"Shift+Enter", "help.line"},
        {"Alt+A", "help.answer"},
        {"Alt+H", "help.hangUp"},
        {"Alt+M", "help.mute"},
        {"Ctrl+Shift+D", "help.dock"},
        {"Ctrl+C", "help.copy"}
    };

    HelpPanel(Diagnostics diagnostics) {
        super(new MigLayout("insets 0, wrap 2", "[]24[grow]"));
        setOpaque(false);
        for (String[] key : KEYS) {
            JLabel keys = new JLabel(key[0]);
            keys.putClientProperty("FlatLaf.style", "font: bold");
            add(keys);
            add(new JLabel(Texts.get(key[1])));
        }
        JTextArea told = ListPane.words(Texts.get("help.diagnostics.why"));
        told.setName("diagnosticsTold");
        JButton write = Buttons.words(new JButton(), "diagnostics", "help.diagnostics");
        write.addActionListener(_ -> write(diagnostics, told));
        add(write, "span 2, gaptop 16, growx 0");
        add(told, "span 2, wmin 0, w 420lp!");
        add(ListPane.words(Texts.get("help.about")), "span 2, gaptop 16, wmin 0, w 420lp!");
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
