package org.earshot.softphone.ui.call;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.Window;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JWindow;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// A small window above all others for a call that comes in while the user looks elsewhere. It never takes the keyboard: whoever types goes on typing. It goes when the
/// call no longer rings.
public final class CallNotice {
    /// Answers that are written in place of being said, by the keys of their texts.
    private static final List<String> REPLIES =
            List.of("reply.later", "reply.meeting", "reply.write");

    private static final int WIDTH = 340;
    private static final int WIDEST = 440;
    private static final int EDGE = 16;

    private final PhoneModel model;
    private final UserAgent phone;
    private final Runnable onAnswered;
    private final BooleanSupplier inSight;
    private final Supplier<String> account;
    private Optional<JWindow> window = Optional.empty();
    private Optional<CallLine> shown = Optional.empty();

    /// @param inSight whether the user sees the call in the phone's own window
    /// @param account of which account this is, "" where there is but one
    /// @param onAnswered brings the phone's own window to the front
    public CallNotice(
            BooleanSupplier inSight,
            Supplier<String> account,
            PhoneModel model,
            UserAgent phone,
            Runnable onAnswered) {
        this.inSight = inSight;
        this.account = account;
        this.model = model;
        this.phone = phone;
        this.onAnswered = onAnswered;
    }

    /// Comes up when a call rings that the user does not see, and goes when it rings no longer.
    public void refresh() {
        Optional<CallLine> ringing =
                model.calls()
                        .shown()
                        .filter(CallLine::ringsHere)
                        .filter(_ -> !inSight.getAsBoolean());
        if (ringing.equals(shown)) {
            return;
        }
        shown = ringing;
        close();
        ringing.ifPresent(this::open);
    }

    /// Goes at once, as when the account is logged out.
    public void close() {
        window.ifPresent(Window::dispose);
        window = Optional.empty();
    }

    private void open(CallLine call) {
        JWindow made = new JWindow();
        made.setName("callNotice");
        made.setFocusableWindowState(false);
        made.setAlwaysOnTop(true);
        made.setContentPane(content(call));
        Dimension needed = made.getPreferredSize();
        // as wide as its buttons need, and no name makes it wider than that
        int width = Math.clamp(needed.width, UIScale.scale(WIDTH), UIScale.scale(WIDEST));
        Rectangle screen =
                GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
        int edge = UIScale.scale(EDGE);
        // before the system has a window of it: see WindowPlace.packOver
        made.setBounds(
                screen.x + screen.width - width - edge,
                screen.y + screen.height - needed.height - edge,
                width,
                needed.height);
        window = Optional.of(made);
        made.setVisible(true);
    }

    private JPanel content(CallLine call) {
        JPanel panel =
                new JPanel(
                        new MigLayout("insets 14, fillx, wrap 2", "[]12[grow,fill]", "[]2[]14[]"));
        panel.setBackground(Colours.ringing());
        panel.setBorder(BorderFactory.createLineBorder(Colours.good()));
        panel.add(new JLabel(model.avatar(call.peer(), 44)), "spany 2");
        JLabel who = PlainText.only(new JLabel(model.shownCaller(call)));
        who.setName("noticeCaller");
        who.putClientProperty("FlatLaf.style", "font: bold +1");
        panel.add(who, "wmin 0");
        String own = account.get();
        JLabel comes =
                PlainText.only(
                        new JLabel(
                                own.isEmpty()
                                        ? Texts.get("call.comes")
                                        : Texts.get("call.comesTo", own)));
        comes.setName("noticeAccount");
        panel.add(comes, "wmin 0");
        JButton answer = Buttons.words(new JButton(), "noticeAnswer", "call.answer");
        answer.putClientProperty("FlatLaf.style", CallBar.GREEN);
        answer.addActionListener(_ -> {
            phone.answer(call.id());
            onAnswered.run();
        });
        JButton decline = Buttons.words(new JButton(), "noticeDecline", "call.decline");
        decline.putClientProperty("FlatLaf.style", CallBar.RED);
        decline.addActionListener(_ -> phone.reject(call.id()));
        JButton reply = Buttons.words(new JButton(), "noticeReply", "call.reply");
        reply.addActionListener(_ -> replies(model, phone, call).show(reply, 0, reply.getHeight()));
        panel.add(answer, "span 2, split 3, growx, sizegroup b");
        panel.add(decline, "growx, sizegroup b");
        panel.add(reply, "growx, sizegroup b");
        return panel;
    }

    /// Texts that are sent to who calls, whose call is declined then.
    static JPopupMenu replies(PhoneModel model, UserAgent phone, CallLine call) {
        JPopupMenu menu = new JPopupMenu();
        for (String key : REPLIES) {
            menu.add(
                    Buttons.item(
                            key,
                            key,
                            () -> {
                                phone.reject(call.id());
                                phone.chat().send(call.peer(), Buttons.plain(Texts.get(key)));
                                model.select(Optional.of(Names.key(call.peer())));
                            }));
        }
        return menu;
    }
}
