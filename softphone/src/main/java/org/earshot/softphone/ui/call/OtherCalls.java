package org.earshot.softphone.ui.call;

import java.io.Serial;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// A line for each call but the one that is shown, with a button that goes to it.
final class OtherCalls extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;
    private final transient UserAgent phone;
    private final transient Runnable focusElsewhere;
    private String built = "";

    OtherCalls(PhoneModel model, UserAgent phone, Runnable focusElsewhere) {
        super(new MigLayout("fillx, insets 0, gapy 2", "[grow,fill]12[]"));
        this.model = model;
        this.phone = phone;
        this.focusElsewhere = focusElsewhere;
        setVisible(false);
    }

    /// Is made anew only when there is something else to be said: a button must not vanish under the pointer.
    void refresh() {
        List<CallLine> others = model.calls().others();
        StringBuilder wanted = new StringBuilder();
        for (CallLine line : others) {
            wanted.append(line.id()).append(model.words(line)).append('\n');
        }
        if (wanted.toString().equals(built)) {
            return;
        }
        built = wanted.toString();
        removeAll();
        for (CallLine line : others) {
            String words = model.words(line);
            JLabel what = PlainText.only(new JLabel(words));
            what.setName("otherCall");
            JButton go = new JButton(Texts.get("calls.switch"));
            go.setName("switch");
            go.getAccessibleContext().setAccessibleDescription(Texts.get("calls.goTo", words));
            go.setToolTipText(Texts.get("calls.switch.why"));
            go.addActionListener(_ -> switchTo(line));
            add(what, "wmin 0");
            add(go, "wrap");
        }
        setVisible(!others.isEmpty());
        revalidate();
        repaint();
    }

    private void switchTo(CallLine line) {
        model.calls()
                .shown()
                .filter(now -> now.phase() == CallPhase.ESTABLISHED)
                .filter(now -> !model.calls().isTogether(now.id()))
                .filter(_ -> line.phase() == CallPhase.HELD)
                .ifPresent(now -> phone.hold(now.id()));
        if (line.phase() == CallPhase.HELD) {
            phone.resume(line.id());
        }
        model.show(line.id());
        focusElsewhere.run();
    }
}
