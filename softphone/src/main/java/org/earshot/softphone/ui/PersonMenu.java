package org.earshot.softphone.ui;

import java.awt.Component;
import java.awt.Point;
import java.io.Serial;
import java.util.function.Consumer;
import javax.swing.JList;
import javax.swing.JPopupMenu;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Question;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.ChosenRow;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// What can be done with somebody in the list. What the server is asked for is answered in the conversation with it.
final class PersonMenu extends JPopupMenu {
    @Serial private static final long serialVersionUID = 1L;

    private final JList<?> list;
    private final transient PhoneModel model;
    private final transient UserAgent phone;

    PersonMenu(JList<?> list, PhoneModel model, UserAgent phone) {
        this.list = list;
        this.model = model;
        this.phone = phone;
        item("keep", peer -> phone.contacts().put(peer, model.nameOf(peer)));
        item("rename", this::rename);
        item("favourite", peer -> phone.contacts().favourite(peer, !model.isFavourite(peer)));
        item("forget", peer -> phone.contacts().remove(peer));
        addSeparator();
        item("block", peer -> phone.service().block(peer));
        item("unblock", peer -> phone.service().unblock(peer));
        item("blocked", _ -> phone.service().blocked());
        addSeparator();
        item("allow", _ -> allow());
    }

    private void item(String name, Consumer<String> action) {
        add(Buttons.item(name, "person." + name, () -> model.selected().ifPresent(action)));
    }

    /// On somebody only, who is selected then.
    @Override
    public void show(Component invoker, int x, int y) {
        int at = ChosenRow.at(list, new Point(x, y));
        if (at >= 0 && !(list.getModel().getElementAt(at) instanceof PeopleRow.Heading)) {
            list.setSelectedIndex(at);
            super.show(invoker, x, y);
        }
    }

    private void rename(String peer) {
        Question.ask(list, Texts.get("person.name", Names.of(peer)), model.nameOf(peer))
                .ifPresent(name -> phone.contacts().put(peer, name));
    }

    private void allow() {
        Question.ask(list, Texts.get("person.code"), "")
                .filter(code -> !code.isBlank())
                .ifPresent(phone.service()::allow);
    }
}
