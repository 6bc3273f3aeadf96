package org.earshot.softphone.ui;

import com.formdev.flatlaf.FlatClientProperties;
import java.io.Serial;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;

/// Who the user is, whether the server knows, and how others see the user: with a few words, too.
final class OwnHeader extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int PICTURE = 40;

    /// One word beside the name, or below all the rest what is wrong.
    private static final String BESIDE = "cell 2 0, alignx right";

    private static final String BELOW = "cell 1 3 2 1, growx, wmin 0";

    private final transient PhoneModel model;
    private final JLabel picture = new JLabel();
    private final JToggleButton undisturbed = new JToggleButton();
    private final JLabel name = PlainText.only(new JLabel());
    private final JLabel registration = PlainText.only(new JLabel());

    OwnHeader(PhoneModel model, OwnPresence own, UserAgent phone) {
        super(
                new MigLayout(
                        "insets 10 12 8 12, fillx, hidemode 3",
                        "[]10[grow,fill]8[]",
                        "[]2[]4[]2[]"));
        this.model = model;
        setOpaque(false);
        registration.setName("registration");
        registration.putClientProperty(FlatClientProperties.STYLE_CLASS, "small");
        name.setName("ownName");
        name.putClientProperty(FlatClientProperties.STYLE, "font: bold");
        add(picture, "cell 0 0 1 2");
        add(name, "cell 1 0, wmin 0");
        add(registration, BESIDE);
        undisturbed.setName("doNotDisturb");
        undisturbed.putClientProperty("JButton.buttonType", "toolBarButton");
        Buttons.hint(undisturbed, "undisturbed");
        undisturbed.addActionListener(_ -> phone.doNotDisturb(undisturbed.isSelected()));
        add(own, "cell 1 1 2 1, split 2, w 128lp!, growx 0");
        add(undisturbed, "w 26lp!, h 24lp!");
        add(new OwnNote(own::note), "cell 1 2 2 1, growx, wmin 0, h 24lp!");
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
        ((MigLayout) getLayout())
                .setComponentConstraints(registration, model.isReachable() ? BESIDE : BELOW);
        registration.setText(model.registrationShort());
        registration.setToolTipText(model.registration());
        registration.setForeground(model.isReachable() ? Colours.good() : Colours.bad());
    }
}
