package org.earshot.softphone.ui;

import com.formdev.flatlaf.FlatClientProperties;
import java.io.Serial;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/// Who the user is, whether the server knows, and how others see the user: with a few words, too.
final class OwnHeader extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int PICTURE = 40;

    private final transient PhoneModel model;
    private final JLabel picture = new JLabel();
    private final JToggleButton undisturbed = new JToggleButton();
    private final JLabel name = PlainText.only(new JLabel());
    private final JLabel registration = PlainText.only(new JLabel());

    OwnHeader(PhoneModel model, OwnPresence own, UserAgent phone) {
        super(new MigLayout("insets 10 12 8 12, fillx, hidemode 3", "[]10[grow,fill]", "[]2[]4[]"));
        this.model = model;
        setOpaque(false);
        registration.setName("registration");
        registration.putClientProperty(FlatClientProperties.STYLE_CLASS, "small");
        name.setName("ownName");
        name.putClientProperty(FlatClientProperties.STYLE, "font: bold");
        add(picture, "spany 2");
        add(name, "wmin 0, wrap");
        undisturbed.setName("doNotDisturb");
        undisturbed.putClientProperty("JButton.buttonType", "toolBarButton");
        Buttons.hint(undisturbed, "undisturbed");
        undisturbed.addActionListener(_ -> phone.doNotDisturb(undisturbed.isSelected()));
        add(own, "split 3, w 128lp!");
        add(undisturbed, "w 26lp!, h 24lp!");
        add(registration, "wmin 0, wrap");
        add(new OwnNote(own::note), "skip, wmin 0, h 24lp!");
        refresh();
    }

    void refresh() {
        String uri = model.own().orElse("");
        picture.setIcon(model.avatar(uri, PICTURE));
        name.setText(uri.isEmpty() ? "Earshot" : model.shownName(uri));
        name.setToolTipText(uri.isEmpty() ? null : Names.of(uri));
        undisturbed.setSelected(model.isUndisturbed());
        undisturbed.setIcon(
                new Glyph(
                        model.isUndisturbed()
                                ? MaterialDesignB.BELL_OFF_OUTLINE
                                : MaterialDesignB.BELL_OUTLINE,
                        16));
        registration.setText(model.registrationShort());
        registration.setToolTipText(model.registration());
        registration.setForeground(model.isReachable() ? Colours.good() : Colours.bad());
    }
}
