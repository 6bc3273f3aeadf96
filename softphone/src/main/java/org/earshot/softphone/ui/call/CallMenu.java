package org.earshot.softphone.ui.call;

import java.awt.Component;
import java.io.Serial;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JFileChooser;
import javax.swing.JMenuItem;
import javax.swing.JOptionPane;
import javax.swing.JPopupMenu;
import javax.swing.SwingUtilities;
import javax.swing.filechooser.FileNameExtensionFilter;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.CallsModel;
import org.earshot.softphone.ui.model.Lock;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// What else can be done with the call that is shown: only what is possible now is in it.
final class CallMenu extends JPopupMenu {
    @Serial private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

    private final transient PhoneModel model;
    private final transient UserAgent phone;
    private final Component owner;

    /// @param owner beside which dialogs come up
    /// @param onDevices shows the sound devices
    CallMenu(
            PhoneModel model, UserAgent phone, CallLine call, Component owner, Runnable onDevices) {
        this.model = model;
        this.phone = phone;
        this.owner = owner;
        item("keypad", () -> new Keypad(owner, model, phone, call).setVisible(true));
        item("transfer", () -> transfer(call));
        item("addPerson", () -> addPerson(call));
        CallsModel calls = model.calls();
        List<CallLine> others =
                calls.answered().stream().filter(line -> !line.id().equals(call.id())).toList();
        for (CallLine other : others) {
            JMenuItem connect = item("connect", () -> phone.transferTo(call.id(), other.id()));
            connect.setText(Texts.get("callMenu.connectWith", other.who()));
        }
        addSeparator();
        if (others.stream().anyMatch(other -> !calls.isTogether(other.id()))) {
            List<Id> all = calls.answered().stream().map(CallLine::id).toList();
            item("conference", () -> phone.conference(all));
        }
        if (calls.isTogether(call.id())) {
            item("endConference", phone::endConference);
        }
        if (calls.recording().isPresent()) {
            item("stopRecording", () -> phone.stopRecording(call.id()));
        } else if (calls.mayRecord()) {
            item("record", () -> record(call));
        }
        if (!calls.securityCode().isEmpty()) {
            item("compare", () -> SecurityCodeDialog.show(owner, model, phone, call));
        }
        item("lock", () -> explain(owner, calls.lock()));
        addSeparator();
        item("devices", onDevices);
    }

    private JMenuItem item(String name, Runnable action) {
        return add(Buttons.item(name, "callMenu." + name, action));
    }

    private void transfer(CallLine call) {
        AddressDialog.ask(
                        owner,
                        Texts.get("handOver.title"),
                        Texts.get("handOver.ask", call.who()),
                        Texts.get("handOver.title"),
                        model)
                .ifPresent(uri -> phone.transfer(call.id(), uri));
    }

    private void addPerson(CallLine call) {
        AddressDialog.ask(
                        owner,
                        Texts.get("addPerson.title"),
                        Texts.get("addPerson.ask", call.who()),
                        Texts.get("addPerson.do"),
                        model)
                .ifPresent(uri -> AddPerson.call(model, phone, call, uri));
    }

    /// Says what a lock means, for who has no mouse to rest on it.
    static void explain(Component owner, Lock lock) {
        if (lock == Lock.NONE) {
            return;
        }
        JOptionPane.showMessageDialog(
                SwingUtilities.getWindowAncestor(owner),
                ListPane.message(lock.label() + "\n\n" + lock.explanation()),
                Texts.get("lock.title"),
                JOptionPane.PLAIN_MESSAGE);
    }

    private void record(CallLine call) {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(Texts.get("record.title", call.who()));
        chooser.setFileFilter(new FileNameExtensionFilter(Texts.get("record.files"), "wav"));
        chooser.setSelectedFile(
                chooser.getCurrentDirectory().toPath().resolve(name(call)).toFile());
        Component window = SwingUtilities.getWindowAncestor(owner);
        if (chooser.showDialog(window, Texts.get("record.do")) == JFileChooser.APPROVE_OPTION) {
            Path chosen = chooser.getSelectedFile().toPath();
            Path file =
                    Optional.of(chosen)
                            .filter(path -> path.getFileName().toString().contains("."))
                            .orElseGet(() -> chosen.resolveSibling(chosen.getFileName() + ".wav"));
            phone.record(call.id(), file);
        }
    }

    /// Of letters and digits alone, whatever somebody calls himself.
    private static String name(CallLine call) {
        return "call-"
                + Names.of(call.peer()).replaceAll("[^A-Za-z0-9.-]+", "-")
                + "-"
                + MINUTE.format(ZonedDateTime.now(ZoneId.systemDefault()))
                + ".wav";
    }
}
