package org.earshot.softphone.ui;

import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.swing.AbstractAction;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Presences;

/// The people: those in the contact book, and those with whom something was said.
final class ContactsPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;
    private final transient ContactBook book;
    private final transient Presences presences;
    private transient List<String> watched = List.of();
    private final DefaultListModel<String> people = new DefaultListModel<>();
    private final JList<String> list = new JList<>(people);
    private final JTextField add = new JTextField();
    private final JLabel status = PlainText.only(new JLabel());
    private boolean refreshing;

    /// @param presences is told whose presence is shown
    ContactsPanel(
            PhoneModel model,
            ContactBook book,
            Presences presences,
            OwnPresence own,
            Runnable logOut) {
        super(new MigLayout("fill, insets 10, wrap 1", "[grow,fill]", "[]8[]8[]8[grow,fill]8[]"));
        this.model = model;
        this.book = book;
        this.presences = presences;
        status.setName("registration");
        JButton leave = new JButton("Log out");
        leave.setName("logOut");
        leave.setMnemonic('L');
        leave.addActionListener(_ -> logOut.run());
        list.setName("contacts");
        list.getAccessibleContext().setAccessibleName("People");
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new PersonRenderer(model));
        list.setComponentPopupMenu(menu());
        list.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, 0), "forget");
        list.getActionMap()
                .put(
                        "forget",
                        new AbstractAction() {
                            @Serial private static final long serialVersionUID = 1L;

                            @Override
                            public void actionPerformed(ActionEvent event) {
                                forget();
                            }
                        });
        add.setName("addContact");
        add.getAccessibleContext().setAccessibleName("Add somebody");
        add.putClientProperty("JTextField.placeholderText", "Add: bob or bob@example.org");
        add.addActionListener(_ -> addContact());
        list.addListSelectionListener(event -> {
            if (!event.getValueIsAdjusting() && !refreshing) {
                model.select(Optional.ofNullable(list.getSelectedValue()));
            }
        });
        add(status, "wmin 0");
        add(own, "wmin 0");
        add(add, "wmin 0");
        add(new JScrollPane(list), "wmin 0");
        add(leave, "growx 0, alignx left");
        refresh();
    }

    /// Puts the focus where somebody begins.
    void focus() {
        (people.isEmpty() ? add : list).requestFocusInWindow();
    }

    private JPopupMenu menu() {
        JPopupMenu menu =
                new JPopupMenu() {
                    @Serial private static final long serialVersionUID = 1L;

                    @Override
                    public void show(java.awt.Component invoker, int x, int y) {
                        int at = list.locationToIndex(new java.awt.Point(x, y));
                        if (at >= 0) {
                            list.setSelectedIndex(at);
                            super.show(invoker, x, y);
                        }
                    }
                };
        JMenuItem keep = new JMenuItem("Keep in contacts");
        keep.setName("keep");
        keep.addActionListener(_ -> {
            model.selected().ifPresent(book::add);
            refresh();
        });
        JMenuItem forget = new JMenuItem("Remove from contacts");
        forget.setName("forget");
        forget.addActionListener(_ -> forget());
        menu.add(keep);
        menu.add(forget);
        return menu;
    }

    /// Those with whom something was said stay in sight until the phone ends.
    private void forget() {
        model.selected().ifPresent(book::remove);
        refresh();
    }

    private void addContact() {
        if (add.getText().isBlank()) {
            return;
        }
        Optional<String> uri = Names.uri(add.getText(), model.own());
        add.putClientProperty("JComponent.outline", uri.isEmpty() ? "error" : null);
        add.setToolTipText(
                uri.isEmpty() ? "An address looks like bob@example.org, without spaces" : null);
        uri.ifPresent(person -> {
            book.add(person);
            add.setText("");
            model.select(uri);
        });
    }

    void refresh() {
        status.setText(model.registration());
        status.setToolTipText(model.registration());
        status.setForeground(model.isRegistered() ? Colours.good() : Colours.bad());
        Set<String> all = new LinkedHashSet<>(book.all());
        Set<String> there = all.stream().map(Names::key).collect(Collectors.toSet());
        model.peers().stream().filter(peer -> !there.contains(peer)).forEach(all::add);
        List<String> wanted = List.copyOf(all);
        if (!wanted.equals(watched)) {
            watched = wanted;
            presences.watch(wanted);
        }
        refreshing = true;
        try {
            show(wanted);
            if (model.selected().filter(wanted::contains).isPresent()) {
                list.setSelectedValue(model.selected().get(), true);
            } else {
                list.clearSelection();
            }
        } finally {
            refreshing = false;
        }
        list.repaint();
    }

    private void show(List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (i >= people.size()) {
                people.addElement(wanted.get(i));
            } else if (!people.get(i).equals(wanted.get(i))) {
                people.set(i, wanted.get(i));
            }
        }
        people.setSize(wanted.size());
    }
}
