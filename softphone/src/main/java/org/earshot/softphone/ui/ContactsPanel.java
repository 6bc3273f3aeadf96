package org.earshot.softphone.ui;

import java.awt.Component;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import net.miginfocom.swing.MigLayout;

/// The people: those in the contact book, and those with whom something was said.
final class ContactsPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;
    private final transient ContactBook book;
    private final DefaultListModel<String> people = new DefaultListModel<>();
    private final JList<String> list = new JList<>(people);
    private final JTextField add = new JTextField();
    private final JLabel status = PlainText.only(new JLabel());

    ContactsPanel(PhoneModel model, ContactBook book) {
        super(new MigLayout("fill, insets 8, wrap 1", "[grow,fill]", "[][][grow,fill]"));
        this.model = model;
        this.book = book;
        status.setName("registration");
        list.setName("contacts");
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new PersonRenderer());
        add.setName("addContact");
        add.putClientProperty("JTextField.placeholderText", "Add somebody: bob@example.org");
        add.addActionListener(_ -> addContact());
        list.addListSelectionListener(event -> {
            if (!event.getValueIsAdjusting()) {
                model.select(Optional.ofNullable(list.getSelectedValue()));
            }
        });
        add(status, "wmin 0");
        add(add);
        add(new JScrollPane(list));
        refresh();
    }

    private void addContact() {
        String text = add.getText().strip();
        if (text.isEmpty()) {
            return;
        }
        String uri = text.startsWith("sip:") || text.startsWith("sips:") ? text : "sip:" + text;
        book.add(uri);
        add.setText("");
        refresh();
        list.setSelectedValue(uri, true);
    }

    void refresh() {
        status.setText(model.registration());
        status.setToolTipText(model.registration());
        status.putClientProperty(
                "FlatLaf.style",
                model.isRegistered()
                        ? "foreground: #2e7d32"
                        : "foreground: $Label.disabledForeground");
        Set<String> all = new LinkedHashSet<>(book.all());
        all.addAll(model.peers());
        List<String> wanted = List.copyOf(all);
        for (int i = 0; i < wanted.size(); i++) {
            if (i >= people.size()) {
                people.addElement(wanted.get(i));
            } else if (!people.get(i).equals(wanted.get(i))) {
                people.set(i, wanted.get(i));
            }
        }
        list.repaint();
    }

    private final class PersonRenderer extends DefaultListCellRenderer {
        @Serial private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean isSelected, boolean hasFocus) {
            String uri = (String) value;
            int unread = model.unread(uri);
            JLabel label =
                    (JLabel)
                            super.getListCellRendererComponent(
                                    list,
                                    Names.of(uri) + (unread == 0 ? "" : "  (" + unread + ")"),
                                    index,
                                    isSelected,
                                    hasFocus);
            PlainText.only(label);
            label.setToolTipText(uri);
            label.setBorder(javax.swing.BorderFactory.createEmptyBorder(6, 8, 6, 8));
            return label;
        }
    }
}
