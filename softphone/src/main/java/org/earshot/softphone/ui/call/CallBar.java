package org.earshot.softphone.ui.call;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Insets;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.HierarchyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.AbstractButton;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ua.UserAgentEvent.PresenceChanged;
import org.earshot.softphone.ui.group.MembersButton;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.LevelMeter;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.look.PresenceIcon;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.Lock;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.model.QualityTrace;
import org.earshot.softphone.ui.sound.MicrophoneMeter;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/// The call that goes on, or rings: what it is, its lock, and what can be done with it. It never takes the
/// focus: a key pressed while a call comes in must not answer it.
public final class CallBar extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    static final String GREEN = "background: #2e7d32; foreground: #ffffff";
    private static final String BESIDE = "cell 2 0 1 2, aligny center";
    private static final String BELOW = "cell 0 3 3 1, alignx right, gaptop 6";
    private static final int METER_MILLIS = 100;

    /// What the picture and the words about a call need, in pixels of a display of 96 dpi.
    private static final int WORDS = 250;

    static final String RED = "background: #b3261e; foreground: #ffffff";

    private final transient PhoneModel model;
    private final transient Runnable focusOutside;
    private final transient Sound sound;
    private transient Runnable onApart = () -> {};
    private transient Consumer<Boolean> onTopWanted = _ -> {};
    private boolean isApart;
    private boolean buttonsBelow;
    private final JLabel what = PlainText.only(new JLabel());
    private final JLabel presence = PlainText.only(new JLabel());
    private final JLabel lock = new JLabel();
    private final JLabel duration = new JLabel();
    private final JLabel quality = new JLabel();
    private final JButton dots = new JButton();
    private final LevelMeter level =
            new LevelMeter("callLevel", Buttons.plain(Texts.get("sound.level")));
    private final JLabel ear = new JLabel(new Glyph(MaterialDesignV.VOLUME_MEDIUM, 16));
    private final LevelMeter heard = new LevelMeter("heardLevel", Texts.get("sound.heardLevel"));
    private final JButton call = button(new JButton(), "call", MaterialDesignP.PHONE);
    private final JButton answer = button(new JButton(), "answer", MaterialDesignP.PHONE);
    private final JButton decline = button(new JButton(), "decline", MaterialDesignP.PHONE_HANGUP);
    private final JButton reply = button(new JButton(), "reply", MaterialDesignR.REPLY);
    private final JButton hangUp = button(new JButton(), "hangUp", MaterialDesignP.PHONE_HANGUP);
    private final JToggleButton hold = small(new JToggleButton(), "hold", MaterialDesignP.PAUSE);
    private final JToggleButton mute =
            small(new JToggleButton(), "mute", MaterialDesignM.MICROPHONE_OFF);
    private final JButton more = small(new JButton(), "more", MaterialDesignD.DOTS_HORIZONTAL);
    private final JButton apart = small(new JButton(), "popOut", MaterialDesignO.OPEN_IN_NEW);
    private final JToggleButton onTop = small(new JToggleButton(), "onTop", MaterialDesignP.PIN);
    private final JPanel buttons = new JPanel(new MigLayout("insets 0, hidemode 3"));
    private final JLabel recording = new JLabel("\u25cf " + Texts.get("call.recording"));
    private final JLabel picture = new JLabel();
    private final OtherCalls others;
    private final JPanel facts =
            new JPanel(new MigLayout("insets 0, hidemode 3", "[]12[]12[]12[]12[]12[]", "[20lp!]"));
    private transient Optional<MembersButton> members = Optional.empty();

    /// @param focusElsewhere puts the focus where typing does no harm
    /// @param onDevices shows the sound devices
    public CallBar(PhoneModel model, UserAgent phone, Runnable focusElsewhere, Runnable onDevices) {
        super(
                new MigLayout(
                        "fillx, insets 10 12 10 12, hidemode 3, gapy 2",
                        "[]10[grow,fill]12[]",
                        "[][][][]"));
        this.model = model;
        focusOutside = focusElsewhere;
        sound = phone.sound();
        setFocusable(true);
        getAccessibleContext().setAccessibleName(Texts.get("call.bar"));
        what.setName("callState");
        what.putClientProperty("FlatLaf.styleClass", "h4");
        presence.setName("presence");
        lock.setName("lock");
        duration.setName("duration");
        quality.setName("quality");
        answer.putClientProperty("FlatLaf.style", GREEN);
        hangUp.putClientProperty("FlatLaf.style", RED);
        decline.putClientProperty("FlatLaf.style", RED);
        ear.setToolTipText(heard.getToolTipText());
        recording.setName("recording");
        Colours.words(recording, Colours::bad);
        facts.setOpaque(false);
        facts.add(presence, "wmin 0");
        facts.add(lock);
        facts.add(duration);
        facts.add(dots);
        facts.add(recording);
        facts.add(quality, "wmin 0");
        add(picture, "cell 0 0 1 2");
        add(what, "cell 1 0, wmin 0");
        add(facts, "cell 1 1, wmin 0");
        buttons.setOpaque(false);
        for (AbstractButton button :
                List.of(call, answer, decline, reply, mute, hold, more, onTop, apart, hangUp)) {
            buttons.add(button);
            if (button.equals(mute)) {
                buttons.add(level, "gapleft 3");
                buttons.add(ear, "gapleft 3, gapright 1");
                buttons.add(heard);
            }
        }
        add(buttons, BESIDE);
        others = new OtherCalls(model, phone, this::focusElsewhere);
        others.setOpaque(false);
        add(others, "cell 0 2 3 1, growx");
        more.addActionListener(_ ->
                model.calls()
                        .shown()
                        .ifPresent(c ->
                                new CallMenu(model, phone, c, more, onDevices)
                                        .show(more, 0, more.getHeight())));
        call.addActionListener(_ -> {
            model.selected().ifPresent(phone::call);
            focusElsewhere();
        });
        onCall(answer, phone::answer);
        reply.addActionListener(_ ->
                model.calls()
                        .shown()
                        .ifPresent(c ->
                                CallNotice.replies(model, phone, c)
                                        .show(reply, 0, reply.getHeight())));
        onCall(decline, phone::reject);
        onCall(hangUp, phone::hangUp);
        mute.addActionListener(_ -> {
            phone.mute(mute.isSelected());
            model.setMuted(mute.isSelected());
        });
        hold.addActionListener(_ ->
                model.calls()
                        .shown()
                        .ifPresent(c -> {
                            if (hold.isSelected()) {
                                phone.hold(c.id());
                            } else {
                                phone.resume(c.id());
                            }
                        }));
        dots.setName("qualityDots");
        dots.putClientProperty("JButton.buttonType", "toolBarButton");
        dots.setMargin(new Insets(2, 4, 2, 4));
        dots.addActionListener(_ ->
                model.calls()
                        .shown()
                        .ifPresent(c -> new QualityWindow(dots, model, c).setVisible(true)));
        lock.addMouseListener(
                new MouseAdapter() {
                    @Override
                    public void mouseClicked(MouseEvent event) {
                        CallMenu.explain(lock, model.calls().lock());
                    }
                });
        apart.addActionListener(_ -> onApart.run());
        onTop.addActionListener(_ -> onTopWanted.accept(onTop.isSelected()));
        addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentResized(ComponentEvent event) {
                        arrange();
                    }
                });
        Timer meter = new Timer(METER_MILLIS, _ -> refreshLevel());
        Timer ticks = new Timer(500, _ -> refreshDuration());
        addHierarchyListener(event -> {
            if ((event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) == 0) {
                return;
            }
            if (isShowing()) {
                ticks.start();
                meter.start();
            } else {
                meter.stop();
                ticks.stop(); // a closed window keeps nothing running
            }
        });
        refresh();
    }

    /// @param button stands in the place of somebody's presence where it is about a group
    public void membersBy(MembersButton button) {
        members = Optional.of(button);
        facts.add(button, 0);
        refresh();
    }

    /// @param wanted puts the bar into a window of its own, or back
    /// @param top whether that window is to be above all others
    void onApart(Runnable wanted, Consumer<Boolean> top) {
        onApart = wanted;
        onTopWanted = top;
    }

    /// Stands in a window of its own from now on, or above the conversation.
    ///
    /// @param above whether that window is above all others
    void become(boolean inOwnWindow, boolean above) {
        isApart = inOwnWindow;
        onTop.setSelected(above);
        refresh();
    }

    /// The buttons stand below the words where there is no room for both, as in a window of its own.
    private void arrange() {
        boolean tooNarrow =
                getWidth() > 0
                        && getWidth() < buttons.getPreferredSize().width + UIScale.scale(WORDS);
        boolean wanted = isApart || tooNarrow;
        if (wanted != buttonsBelow) {
            buttonsBelow = wanted;
            ((MigLayout) getLayout()).setComponentConstraints(buttons, wanted ? BELOW : BESIDE);
            revalidate();
        }
    }

    /// A window that has nothing but the bar has its focus there: a key does nothing then.
    private void focusElsewhere() {
        if (isApart) {
            requestFocusInWindow();
        } else {
            focusOutside.run();
        }
    }

    private void onCall(AbstractButton button, Consumer<Id> command) {
        button.addActionListener(_ -> {
            model.calls().shown().ifPresent(c -> command.accept(c.id()));
            focusElsewhere();
        });
    }

    /// Shows how the call is now.
    public void refresh() {
        Optional<CallLine> line = model.calls().shown();
        boolean rings = line.map(CallLine::ringsHere).orElse(false);
        boolean talking = line.map(CallLine::isAnswered).orElse(false);
        Optional<String> peer = line.map(CallLine::peer).or(model::selected);
        what.setText(
                line.map(model::words)
                        .orElseGet(() ->
                                model.selected()
                                        .map(model::shownName)
                                        .orElseGet(() -> Texts.get("call.nobody"))));
        picture.setVisible(peer.isPresent());
        picture.setIcon(peer.map(uri -> model.avatar(uri, 40)).orElse(null));
        what.setToolTipText(what.getText().startsWith("<") ? null : what.getText());
        setBackground(rings ? Colours.ringing() : Colours.background());
        boolean aboutGroup = members.map(button -> button.show(peer)).orElse(false);
        // whoever calls or talks is on the phone: there is no need to say so, nor room
        showPresence(peer.filter(_ -> !aboutGroup && line.isEmpty()));
        showLock(model.calls().lock(), model.calls().securityCode());
        Optional<Path> recorded = model.calls().recording();
        recording.setVisible(recorded.isPresent());
        recording.setToolTipText(
                recorded.map(file -> Texts.get("call.recordedTo", file)).orElse(null));
        String trouble = model.soundTrouble();
        quality.setText(line.map(c -> trouble.isEmpty() ? c.quality() : trouble).orElse(""));
        quality.setToolTipText(trouble.isEmpty() ? null : trouble);
        quality.setForeground(Colours.bad());
        showDots(line);
        refreshDuration();
        show(
                apart,
                line.isPresent()
                        && (isApart || !rings)); // three buttons are what there is room for
        apart.setIcon(sign(isApart ? MaterialDesignD.DOCK_TOP : MaterialDesignO.OPEN_IN_NEW));
        Buttons.hint(apart, isApart ? "call.dock" : "call.popOut");
        show(onTop, isApart);
        level.setVisible(talking);
        ear.setVisible(talking);
        heard.setVisible(talking);
        show(call, line.isEmpty());
        call.setEnabled(model.selected().isPresent() && !aboutGroup);
        show(answer, rings);
        show(decline, rings);
        show(reply, rings);
        show(hangUp, line.isPresent() && !rings);
        show(mute, talking);
        mute.setSelected(model.isMuted());
        Buttons.hint(mute, model.isMuted() ? "call.muted" : "call.mute");
        mute.setIcon(
                sign(
                        model.isMuted()
                                ? MaterialDesignM.MICROPHONE_OFF
                                : MaterialDesignM.MICROPHONE));
        show(hold, talking);
        show(more, talking);
        others.refresh();
        hold.setSelected(line.map(c -> c.phase() == CallPhase.HELD).orElse(false));
        Buttons.hint(hold, hold.isSelected() ? "call.held" : "call.hold");
        hold.setIcon(sign(hold.isSelected() ? MaterialDesignP.PLAY : MaterialDesignP.PAUSE));
        arrange();
    }

    private void showPresence(Optional<String> peer) {
        presence.setVisible(peer.isPresent());
        Optional<PresenceChanged> known = peer.flatMap(model::presence);
        Availability availability =
                known.map(PresenceChanged::availability).orElse(Availability.UNKNOWN);
        String note = known.map(PresenceChanged::note).orElse("");
        presence.setIcon(new PresenceIcon(availability, false));
        presence.setText(
                Sentence.capital(PresenceIcon.words(availability))
                        + (note.isBlank() ? "" : " – " + note));
        presence.setToolTipText(
                availability == Availability.UNKNOWN
                        ? Texts.get("presence.unknown.why")
                        : presence.getText()); // there may be no room for all of it
    }

    private void showLock(Lock state, String code) {
        String explanation =
                state.explanation() + (code.isEmpty() ? "" : " " + Texts.get("lock.code", code));
        lock.setText(state.label());
        lock.setForeground(state.isClosed() ? Colours.good() : Colours.bad());
        lock.setToolTipText(explanation.isEmpty() ? null : explanation);
        lock.getAccessibleContext().setAccessibleDescription(explanation);
        lock.setIcon(state == Lock.NONE ? null : new LockIcon(state.isClosed()));
        lock.setVisible(state != Lock.NONE);
    }

    private void showDots(Optional<CallLine> line) {
        Optional<QualityTrace.Sample> last =
                line.flatMap(c -> model.calls().trace(c.id())).flatMap(QualityTrace::last);
        show(dots, last.isPresent());
        last.ifPresent(sample -> {
            QualityDots wanted = QualityDots.of(sample.mos());
            if (!wanted.equals(dots.getIcon())) {
                dots.setIcon(wanted);
            }
            String words = Texts.get("quality.dots", QualityWindow.mos(sample.mos()));
            dots.setToolTipText(words);
            dots.getAccessibleContext().setAccessibleName(words);
        });
    }

    private void refreshLevel() {
        if (level.isVisible()) {
            level.show(model.isMuted() ? 0 : MicrophoneMeter.percent(sound.level()));
            heard.show(MicrophoneMeter.percent(sound.heardLevel()));
        }
    }

    private void refreshDuration() {
        String now = model.calls().shown().map(c -> c.duration(model.now())).orElse("");
        if (!now.equals(duration.getText())) {
            duration.setText(now);
        }
    }

    /// A button that vanishes would pass the focus on to the next one, and Space would press that.
    private void show(AbstractButton button, boolean visible) {
        if (!visible && button.isFocusOwner()) {
            focusElsewhere();
        }
        button.setVisible(visible);
    }

    private static Glyph sign(Ikon sign) {
        return new Glyph(sign, 18);
    }

    private static <T extends AbstractButton> T button(T button, String name, Ikon sign) {
        Buttons.words(button, name, "call." + name);
        button.setIcon(sign(sign));
        return button;
    }

    /// One that has a sign alone, so that there is room for the words about the call.
    private static <T extends AbstractButton> T small(T button, String name, Ikon sign) {
        button.setName(name);
        button.setIcon(sign(sign));
        Buttons.hint(button, "call." + name);
        return button;
    }
}
