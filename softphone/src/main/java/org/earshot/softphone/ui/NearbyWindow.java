package org.earshot.softphone.ui;

import java.awt.Component;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Direct;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// The phones on the network around that want to be found, and a call to one of them without a server.
final class NearbyWindow extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Direct direct;
    private final transient PhoneModel model;
    private final DefaultListModel<NearbyPhone> phones = new DefaultListModel<>();
    private final JList<NearbyPhone> list = new JList<>(phones);
    private final JLabel status = PlainText.only(new JLabel());
    private final JButton call = new JButton();

    /// Looks at once.
    NearbyWindow(Window owner, Direct direct, PhoneModel model) {
        super(owner, Texts.get("nearby.title"), ModalityType.MODELESS);
        this.direct = direct;
        this.model = model;
        setName("nearby");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        list.setName("nearbyPhones");
        list.getAccessibleContext().setAccessibleName(Texts.get("nearby.title"));
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setVisibleRowCount(6);
        list.setCellRenderer(new Renderer());
        list.addListSelectionListener(_ -> call.setEnabled(!list.isSelectionEmpty()));
        list.addMouseListener(
                new MouseAdapter() {
                    @Override
                    public void mouseClicked(MouseEvent event) {
                        if (event.getClickCount() == 2) {
                            callSelected();
                        }
                    }
                });
        KeyAction.on(list, KeyEvent.VK_ENTER, this::callSelected);
        status.setName("nearbyStatus");
        Buttons.words(call, "callNearby", "call.call");
        call.setEnabled(false);
        call.addActionListener(_ -> callSelected());
        JButton again = Buttons.words(new JButton(), "lookAgain", "nearby.again");
        again.addActionListener(_ -> direct.nearby());
        JButton close = Buttons.words(new JButton(), "closeNearby", "close");
        close.addActionListener(_ -> dispose());
        JPanel panel = new JPanel(new MigLayout("fill, insets 16, wrap 1", "[grow,fill,340lp]"));
        panel.add(new JLabel(Texts.get("nearby.claimed")));
        panel.add(new JScrollPane(list), "grow, pushy");
        panel.add(status, "wmin 0");
        JPanel buttons = new JPanel(new MigLayout("insets 0", "push[][][]"));
        buttons.add(call);
        buttons.add(again);
        buttons.add(close);
        panel.add(buttons);
        KeyAction.within(panel, KeyEvent.VK_ESCAPE, this::dispose);
        setContentPane(panel);
        refresh();
        WindowPlace.packOver(this, owner);
        setMinimumSize(getSize());
        direct.nearby();
    }

    private void callSelected() {
        Optional.ofNullable(list.getSelectedValue())
                .ifPresent(phone -> {
                    direct.call(phone.name());
                    dispose();
                });
    }

    /// Shows who has been found by now; who is selected stays so.
    void refresh() {
        List<NearbyPhone> found = model.nearby();
        Optional<NearbyPhone> selected = Optional.ofNullable(list.getSelectedValue());
        phones.clear();
        found.forEach(phones::addElement);
        selected.filter(found::contains).ifPresent(one -> list.setSelectedValue(one, true));
        if (list.isSelectionEmpty() && !found.isEmpty()) {
            list.setSelectedIndex(0);
        }
        call.setEnabled(!list.isSelectionEmpty());
        status.setText(
                model.isLookingNearby()
                        ? Texts.get("nearby.looking")
                        : found.isEmpty() ? Texts.get("nearby.none") : " ");
    }

    /// The name as it was claimed, and where the phone is.
    private static final class Renderer extends DefaultListCellRenderer {
        @Serial private static final long serialVersionUID = 1L;

        Renderer() {
            PlainText.only(this);
        }

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean selected, boolean focused) {
            String words =
                    value instanceof NearbyPhone phone
                            ? phone.name() + "  –  " + phone.address().getHostAddress()
                            : "";
            return super.getListCellRendererComponent(list, words, index, selected, focused);
        }
    }
}
