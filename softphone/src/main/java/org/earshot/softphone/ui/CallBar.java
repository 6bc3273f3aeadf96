package org.earshot.softphone.ui;

import java.io.Serial;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;

/// The call that goes on, or rings: what it is, its lock, and what can be done with it.
final class CallBar extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;
    private final JLabel what = PlainText.only(new JLabel());
    private final JLabel lock = new JLabel();
    private final JButton call = named(new JButton("Call"), "call");
    private final JButton answer = named(new JButton("Answer"), "answer");
    private final JButton decline = named(new JButton("Decline"), "decline");
    private final JButton hangUp = named(new JButton("Hang up"), "hangUp");
    private final JToggleButton hold = named(new JToggleButton("Hold"), "hold");
    private final JToggleButton mute = named(new JToggleButton("Mute"), "mute");

    CallBar(PhoneModel model, UserAgent phone) {
        super(new MigLayout("fillx, insets 8, hidemode 3", "[grow,fill]8[]8[]8[]8[]8[]8[]8[]"));
        this.model = model;
        what.setName("callState");
        lock.setName("lock");
        answer.putClientProperty("FlatLaf.style", "background: #2e7d32; foreground: #ffffff");
        hangUp.putClientProperty("FlatLaf.style", "background: #b3261e; foreground: #ffffff");
        decline.putClientProperty("FlatLaf.style", "background: #b3261e; foreground: #ffffff");
        add(what, "wmin 0");
        add(lock);
        add(call);
        add(answer);
        add(decline);
        add(mute);
        add(hold);
        add(hangUp);
        call.addActionListener(_ -> model.selected().ifPresent(phone::call));
        answer.addActionListener(_ -> model.call().ifPresent(c -> phone.answer(c.id())));
        decline.addActionListener(_ -> model.call().ifPresent(c -> phone.reject(c.id())));
        hangUp.addActionListener(_ -> model.call().ifPresent(c -> phone.hangUp(c.id())));
        mute.addActionListener(_ -> {
            phone.mute(mute.isSelected());
            model.setMuted(mute.isSelected());
        });
        hold.addActionListener(_ ->
                model.call()
                        .ifPresent(c -> {
                            if (hold.isSelected()) {
                                phone.hold(c.id());
                            } else {
                                phone.resume(c.id());
                            }
                        }));
        refresh();
    }

    void refresh() {
        Optional<PhoneModel.CallLine> line = model.call();
        boolean rings = line.map(PhoneModel.CallLine::ringsHere).orElse(false);
        boolean talking =
                line.map(c -> c.phase() == CallPhase.ESTABLISHED || c.phase() == CallPhase.HELD)
                        .orElse(false);
        what.setText(line.map(CallBar::text).orElse(model.selected().map(Names::of).orElse("")));
        Lock state = line.map(PhoneModel.CallLine::lock).orElse(Lock.NONE);
        lock.setText(state.label());
        lock.setToolTipText(state.explanation().isEmpty() ? null : state.explanation());
        lock.setIcon(state == Lock.NONE ? null : new LockIcon(state == Lock.SERVER));
        lock.setVisible(state != Lock.NONE);
        call.setVisible(line.isEmpty());
        call.setEnabled(model.selected().isPresent());
        answer.setVisible(rings);
        decline.setVisible(rings);
        hangUp.setVisible(line.isPresent() && !rings);
        mute.setVisible(talking);
        mute.setSelected(model.isMuted());
        hold.setVisible(talking);
        hold.setSelected(line.map(c -> c.phase() == CallPhase.HELD).orElse(false));
    }

    private static String text(PhoneModel.CallLine call) {
        String peer = Names.of(call.peer());
        return switch (call.phase()) {
            case CALLING -> "Calling " + peer + " …";
            case RINGING -> call.ringsHere() ? peer + " is calling" : peer + " is ringing …";
            case ESTABLISHED ->
                    "Talking to " + peer + (call.heldByPeer() ? " (you are on hold)" : "");
            case HELD -> peer + " is on hold";
            case ENDED -> "";
        };
    }

    private static <T extends javax.swing.JComponent> T named(T component, String name) {
        component.setName(name);
        return component;
    }
}
