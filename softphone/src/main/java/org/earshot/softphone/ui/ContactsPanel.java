package org.earshot.softphone.ui;

import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;

/// The people: those on the contact list, and those with whom something was said.
final class ContactsPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;
    private final transient UserAgent phone;
    private transient List<String> watched = List.of();
    private final DefaultListModel<String> people = new DefaultListModel<>();
    private final JList<String> list = new JList<>(people);
    private final JTextField add = new JTextField();
    private final JLabel status = PlainText.only(new JLabel());
    private final JTextArea notice = new JTextArea();
    private final JButton nearby = new JButton("Nearby …");
    private boolean refreshing;

    /// @param phone keeps the contacts, and is told whose presence is shown
    ContactsPanel(
            PhoneModel model,
            UserAgent phone,
            OwnPresence own,
            Runnable logOut,
            Runnable showSound,
            Runnable showNearby) {
        super(
                new MigLayout(
                        "fill, insets 10, wrap 1, hidemode 3", "[grow,fill]", "[]8[]8[]8[]8[]8[]"));
        this.model = model;
        this.phone = phone;
        status.setName("registration");
        JButton leave = new JButton("Log out");
        leave.setName("logOut");
        leave.setMnemonic('L');
        leave.addActionListener(_ -> logOut.run());
        JButton sound = new JButton("Sound …");
        sound.setName("showSound");
        sound.setMnemonic('U');
        sound.addActionListener(_ -> showSound.run());
        nearby.setName("showNearby");
        nearby.setMnemonic('N');
        nearby.addActionListener(_ -> showNearby.run());
        list.setName("contacts");
        list.getAccessibleContext().setAccessibleName("People");
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new PersonRenderer(model));
        list.setComponentPopupMenu(new PersonMenu(list, model, phone));
        KeyAction.on(
                list,
                KeyEvent.VK_DELETE,
                () -> model.selected().ifPresent(phone.contacts()::remove));
        add.setName("addContact");
        add.getAccessibleContext().setAccessibleName("Add somebody");
        add.putClientProperty("JTextField.placeholderText", "Add: bob or bob@example.org");
        add.addActionListener(_ -> addContact());
        list.addListSelectionListener(event -> {
            if (!event.getValueIsAdjusting() && !refreshing) {
                model.select(Optional.ofNullable(list.getSelectedValue()));
            }
        });
        notice.setName("contactsNotice");
        notice.setEditable(false);
        notice.setLineWrap(true);
        notice.setWrapStyleWord(true);
        notice.setOpaque(false);
        notice.setForeground(Colours.bad());
        add(status, "wmin 0");
        add(own, "wmin 0");
        add(add, "wmin 0");
        add(notice, "wmin 0");
        // not by the number of its row: without the notice it is another one
        add(new JScrollPane(list), "wmin 0, grow, pushy");
        add(leave, "growx 0, alignx left, split 2");
        add(sound, "growx 0");
        add(nearby, "growx 0, alignx left"); // three would not fit in a row
        refresh();
    }

    /// Puts the focus where somebody begins.
    void focus() {
        (people.isEmpty() ? add : list).requestFocusInWindow();
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
            phone.contacts().put(person, "");
            add.setText("");
            model.select(Optional.of(Names.key(person)));
        });
    }

    void refresh() {
        status.setText(model.registration());
        status.setToolTipText(model.registration());
        status.setForeground(model.isReachable() ? Colours.good() : Colours.bad());
        notice.setText(model.contactsNotice());
        notice.setVisible(!model.contactsNotice().isEmpty());
        nearby.setVisible(model.callsWithoutServer());
        Set<String> all = new LinkedHashSet<>(model.contacts());
        Set<String> there = all.stream().map(Names::key).collect(Collectors.toSet());
        model.peers().stream().filter(peer -> !there.contains(peer)).forEach(all::add);
        List<String> wanted = List.copyOf(all);
        if (!wanted.equals(watched)) {
            watched = wanted;
            phone.presences().watch(wanted);
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
