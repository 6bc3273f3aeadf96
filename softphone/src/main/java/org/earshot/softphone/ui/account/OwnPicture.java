package org.earshot.softphone.ui.account;

import java.awt.Component;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.filechooser.FileNameExtensionFilter;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.look.AvatarIcon;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.words.Texts;

/// The picture that somebody chooses for an account that is not there yet.
final class OwnPicture extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int SIZE = 56;

    private final transient Supplier<String> name;
    private final JLabel shown = new JLabel();
    private final JButton remove =
            Buttons.words(new JButton(), "noNewPicture", "account.picture.remove");
    private transient Optional<byte[]> chosen = Optional.empty();

    /// @param name what the letters are made of where there is no picture
    OwnPicture(Supplier<String> name) {
        super(new MigLayout("insets 0, hidemode 3", "[]12[]8[]"));
        this.name = name;
        setOpaque(false);
        shown.setName("newPicture");
        JButton choose = Buttons.words(new JButton(), "chooseNewPicture", "account.picture");
        choose.addActionListener(_ -> choose());
        remove.addActionListener(_ -> show(Optional.empty()));
        add(shown);
        add(choose);
        add(remove);
        show(Optional.empty());
    }

    /// A PNG; empty: none was chosen.
    Optional<byte[]> chosen() {
        return chosen;
    }

    /// The letters, after another name was typed.
    void refresh() {
        show(chosen);
    }

    private void choose() {
        Component window = SwingUtilities.getWindowAncestor(this);
        ask(window)
                .flatMap(file -> PictureDialog.crop(window, file))
                .ifPresent(image -> show(Optional.of(image)));
    }

    /// Asks for a file with a picture.
    static Optional<Path> ask(Component window) {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle(Buttons.plain(Texts.get("account.picture")));
        chooser.setFileFilter(new FileNameExtensionFilter("PNG, JPEG", "png", "jpg", "jpeg"));
        return chooser.showOpenDialog(window) == JFileChooser.APPROVE_OPTION
                ? Optional.of(chooser.getSelectedFile().toPath())
                : Optional.empty();
    }

    private void show(Optional<byte[]> image) {
        chosen = image;
        shown.setIcon(new AvatarIcon(name.get(), name.get(), SIZE, image.map(OwnPicture::decoded)));
        remove.setVisible(image.isPresent());
    }

    private static BufferedImage decoded(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new IllegalStateException("a picture that was just made can't be read", e);
        }
    }
}
