package org.earshot.softphone.ui.call;

import java.awt.BorderLayout;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.Serial;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.desktop.AppIcon;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// Where the bar of the call stands: above the conversation, or, while there is a call and the user wants it so, in a small window of its own.
public final class CallDock extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final String ON_TOP = "call.onTop";
    private static final KeyStroke KEYS =
            KeyStroke.getKeyStroke(
                    KeyEvent.VK_D, InputEvent.CTRL_DOWN_MASK | InputEvent.SHIFT_DOWN_MASK);

    private final transient PhoneModel model;
    private final transient WindowSettings settings;
    private final transient WindowPlace place;
    private final CallBar bar;
    private final JPanel apart = new JPanel(new MigLayout("fillx, insets 8 12 8 12", "[grow]12[]"));
    private transient Optional<JFrame> window = Optional.empty();
    private int packedFor;

    /// @param settings remembers where the window is, and whether it is to be above all others
    public CallDock(PhoneModel model, CallBar bar, WindowSettings settings) {
        super(new BorderLayout());
        this.model = model;
        this.bar = bar;
        this.settings = settings;
        place = new WindowPlace("call.place", settings);
        add(bar, BorderLayout.CENTER);
        JLabel words = new JLabel(Texts.get("call.apart"));
        words.setName("callApart");
        JButton back = Buttons.words(new JButton(), "dockHere", "call.dockHere");
        back.addActionListener(_ -> dock());
        apart.add(words, "wmin 0");
        apart.add(back);
        bar.onApart(this::toggle, this::setOnTop);
        KeyAction.everywhere(this, KEYS, this::toggle);
    }

    private void toggle() {
        if (window.isPresent()) {
            dock();
        } else if (model.calls().shown().isPresent()) {
            popOut();
        }
    }

    private void popOut() {
        Window owner = SwingUtilities.getWindowAncestor(this);
        JFrame made = new JFrame();
        made.setName("callWindow");
        made.setIconImages(AppIcon.sizes());
        made.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        made.addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosing(WindowEvent event) {
                        dock();
                    }
                });
        remove(bar);
        add(apart, BorderLayout.CENTER);
        JPanel content = new JPanel(new BorderLayout());
        content.add(bar, BorderLayout.CENTER);
        KeyAction.everywhere(content, KEYS, this::toggle);
        made.setContentPane(content);
        window = Optional.of(made);
        boolean onTop = settings.get(ON_TOP).map(Boolean::valueOf).orElse(true);
        made.setAlwaysOnTop(onTop);
        bar.become(true, onTop);
        title(made);
        Optional<Rectangle> last = place.last();
        // before pack(): see WindowPlace.packOver
        made.setLocation(last.map(Rectangle::getLocation).orElseGet(() -> beside(owner, content)));
        pack(made);
        last.ifPresent(it -> made.setSize(Math.max(it.width, made.getWidth()), made.getHeight()));
        place.follow(made);
        revalidate();
        repaint();
        made.setVisible(true);
    }

    private static Point beside(Window owner, JPanel content) {
        if (owner == null) {
            return new Point();
        }
        Rectangle around = owner.getBounds();
        int width = content.getPreferredSize().width;
        return new Point(Math.max(0, around.x + around.width - width), around.y);
    }

    private void pack(JFrame frame) {
        frame.pack();
        frame.setMinimumSize(frame.getSize());
        packedFor = bar.getPreferredSize().height;
    }

    private void title(JFrame frame) {
        frame.setTitle(model.calls().shown().map(model::words).orElse(""));
    }

    private void setOnTop(boolean on) {
        settings.put(ON_TOP, String.valueOf(on));
        window.ifPresent(frame -> frame.setAlwaysOnTop(on));
    }

    /// Brings the bar back above the conversation.
    public void dock() {
        window.ifPresent(frame -> {
            window = Optional.empty();
            frame.getContentPane().remove(bar);
            frame.dispose();
            remove(apart);
            add(bar, BorderLayout.CENTER);
            bar.become(false, false);
            revalidate();
            repaint();
        });
    }

    /// The window goes with the last call.
    public void refresh() {
        window.ifPresent(frame -> {
            if (model.calls().shown().isEmpty()) {
                dock();
                return;
            }
            title(frame);
            if (bar.getPreferredSize().height != packedFor) {
                frame.setMinimumSize(null);
                pack(frame); // another call came, or has gone
            }
        });
    }
}
