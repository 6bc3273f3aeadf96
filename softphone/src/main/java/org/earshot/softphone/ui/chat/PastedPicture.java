package org.earshot.softphone.ui.chat;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.swing.ImageIcon;

/// Makes a file of a picture that was copied elsewhere, so that it can be sent.
final class PastedPicture {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

    private PastedPicture() {}

    /// Writes it as PNG into a folder of its own, which only this user may read and which goes when the phone ends. Blocks.
    static Path write(Image picture) throws IOException {
        BufferedImage image = toBuffered(picture);
        Path folder = Files.createTempDirectory("earshot-picture");
        folder.toFile().deleteOnExit(); // behind what is in it
        Path file =
                folder.resolve(
                        "picture-"
                                + NAME.format(LocalDateTime.now(ZoneId.systemDefault()))
                                + ".png");
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("no PNG can be written");
        }
        file.toFile().deleteOnExit();
        return file;
    }

    private static BufferedImage toBuffered(Image picture) throws IOException {
        if (picture instanceof BufferedImage already) {
            return already;
        }
        Image loaded = new ImageIcon(picture).getImage(); // waits until it is there
        if (loaded.getWidth(null) <= 0) {
            throw new IOException("there is no picture");
        }
        BufferedImage image =
                new BufferedImage(
                        loaded.getWidth(null), loaded.getHeight(null), BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.drawImage(loaded, 0, 0, null);
        g.dispose();
        return image;
    }
}
