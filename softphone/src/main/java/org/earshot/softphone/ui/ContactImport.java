package org.earshot.softphone.ui;

import java.awt.Component;
import java.util.stream.Collectors;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.contactfile.ContactFile;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.Contacts;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.Why;

/// Puts the people of a file on the contact list, once the user has seen who they are.
final class ContactImport {
    private static final int ROWS = 14;
    private static final int COLUMNS = 48;

    private ContactImport() {}

    /// Asks for a file, then whether its people are wanted.
    static void ask(Component owner, Contacts contacts) {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(Texts.get("import.title"));
        if (chooser.showOpenDialog(owner) != JFileChooser.APPROVE_OPTION) {
            return;
        }
        var _ =
                contacts.read(chooser.getSelectedFile().toPath())
                        .whenComplete((preview, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        confirm(owner, contacts, preview);
                                    } else {
                                        JOptionPane.showMessageDialog(
                                                owner,
                                                ListPane.message(Failures.words(failure)),
                                                Texts.get("import.title"),
                                                JOptionPane.WARNING_MESSAGE);
                                    }
                                }));
    }

    static void confirm(Component owner, Contacts contacts, ContactFile.Preview preview) {
        JTextArea people = new JTextArea(words(preview), ROWS, COLUMNS);
        people.setName("importPreview");
        people.setEditable(false);
        people.getAccessibleContext().setAccessibleName(Texts.get("import.title"));
        people.setCaretPosition(0);
        JPanel panel = new JPanel(new MigLayout("insets 0, wrap 1", "[fill]"));
        panel.add(ListPane.message(count(preview)), "wmin 0");
        panel.add(new JScrollPane(people));
        int answer =
                JOptionPane.showConfirmDialog(
                        owner,
                        panel,
                        Texts.get("import.title"),
                        JOptionPane.OK_CANCEL_OPTION,
                        JOptionPane.PLAIN_MESSAGE);
        if (answer == JOptionPane.OK_OPTION) {
            contacts.putAll(
                    preview.found().stream()
                            .map(one -> new Contact(one.uri(), one.name()))
                            .toList());
        }
    }

    /// How many are of use, and how many are not. Pure.
    static String count(ContactFile.Preview preview) {
        String found = Texts.count("import.found", preview.found().size());
        return preview.skipped().isEmpty()
                ? found
                : found + " " + Texts.count("import.left", preview.skipped().size());
    }

    private static String name(ContactFile.Skipped one) {
        return one.name().isEmpty() ? Texts.get("import.line", one.line()) : one.name();
    }

    /// Pure.
    static String words(ContactFile.Preview preview) {
        String found =
                preview.found().stream()
                        .map(one ->
                                Names.of(one.uri())
                                        + (one.name().isEmpty() ? "" : "   " + one.name())
                                        + (one.guessed() ? "   " + Texts.get("import.mail") : ""))
                        .collect(Collectors.joining("\n"));
        String skipped =
                preview.skipped().stream()
                        .map(one -> name(one) + ": " + Why.of(one.why()))
                        .collect(Collectors.joining("\n"));
        return skipped.isEmpty()
                ? found
                : found + "\n\n" + Texts.get("import.skipped") + "\n" + skipped;
    }
}
