package org.earshot.softphone.ui.account;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.accessibility.AccessibleRole;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JSlider;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.PaintedSign;
import org.earshot.softphone.ui.words.Texts;

/// Lets the user choose which part of a picture others see: the circle is moved with the mouse or the arrow keys, and made larger or smaller.
public final class PictureDialog {
    /// Of the picture that is sent: a square.
    static final int SIDE = 256;

    private static final int SHOWN = 360;
    private static final long LARGEST_FILE = 20_000_000;
    private static final int LARGEST_SIDE = 10_000;

    private PictureDialog() {}

    /// Asks.
    ///
    /// @return a PNG of [#SIDE] × [#SIDE]; empty: the user does not want to, or was told that it is no picture
    public static Optional<byte[]> crop(Component owner, Path file) {
        BufferedImage image;
        try {
            image = read(file);
        } catch (IOException e) {
            JOptionPane.showMessageDialog(
                    owner,
                    ListPane.message(Texts.get("picture.wrong", file.getFileName())),
                    Texts.get("picture.title"),
                    JOptionPane.WARNING_MESSAGE);
            return Optional.empty();
        }
        Cropper cropper = new Cropper(image);
        JSlider size = new JSlider(20, 100, 100);
        size.setName("pictureSize");
        size.addChangeListener(_ -> cropper.resize(size.getValue() / 100.0));
        JPanel panel = new JPanel(new MigLayout("insets 0, wrap 1", "[fill]"));
        panel.add(cropper);
        panel.add(Buttons.label("picture.size", size));
        panel.add(size);
        int answer =
                JOptionPane.showConfirmDialog(
                        owner,
                        panel,
                        Texts.get("picture.title"),
                        JOptionPane.OK_CANCEL_OPTION,
                        JOptionPane.PLAIN_MESSAGE);
        return answer == JOptionPane.OK_OPTION ? Optional.of(png(cropper.cut())) : Optional.empty();
    }

    /// Looks at the size before the picture is unpacked, and turns it as the camera says.
    static BufferedImage read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("too large");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if (reader.getWidth(0) > LARGEST_SIDE || reader.getHeight(0) > LARGEST_SIDE) {
                    throw new IOException("too large");
                }
                return orientation(file).upright(reader.read(0));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException("damaged", e);
            } finally {
                reader.dispose();
            }
        }
    }

    private static ExifOrientation orientation(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ExifOrientation.of(in.readNBytes(ExifOrientation.HEAD));
        }
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException("memory can't be written", e);
        }
        return out.toByteArray();
    }

    /// A square of a picture, as a part of its shorter side. Pure but for its picture.
    static final class Cropper extends PaintedSign {
        @Serial private static final long serialVersionUID = 1L;

        /// How far an arrow key moves it, as a part of its own size.
        private static final double STEP = 0.05;

        private final transient BufferedImage image;
        private final double scale;
        private double side;
        private double centreX;
        private double centreY;

        Cropper(BufferedImage image) {
            super(AccessibleRole.CANVAS, Texts.get("picture.part"));
            this.image = image;
            scale = SHOWN / (double) Math.max(image.getWidth(), image.getHeight());
            side = Math.min(image.getWidth(), image.getHeight());
            centreX = image.getWidth() / 2.0;
            centreY = image.getHeight() / 2.0;
            setName("cropper");
            setFocusable(true);
            arrow(KeyEvent.VK_LEFT, -1, 0);
            arrow(KeyEvent.VK_RIGHT, 1, 0);
            arrow(KeyEvent.VK_UP, 0, -1);
            arrow(KeyEvent.VK_DOWN, 0, 1);
            addFocusListener(
                    new FocusAdapter() {
                        @Override
                        public void focusGained(FocusEvent event) {
                            repaint();
                        }

                        @Override
                        public void focusLost(FocusEvent event) {
                            repaint();
                        }
                    });
            MouseAdapter mouse =
                    new MouseAdapter() {
                        @Override
                        public void mousePressed(MouseEvent event) {
                            requestFocusInWindow();
                            moveTo(event.getX() / scale, event.getY() / scale);
                        }

                        @Override
                        public void mouseDragged(MouseEvent event) {
                            mousePressed(event);
                        }
                    };
            addMouseListener(mouse);
            addMouseMotionListener(mouse);
        }

        private void arrow(int key, int right, int down) {
            KeyAction.on(
                    this,
                    key,
                    () -> moveTo(centreX + right * STEP * side, centreY + down * STEP * side));
        }

        /// @param part of the picture's shorter side, up to 1
        void resize(double part) {
            side = part * Math.min(image.getWidth(), image.getHeight());
            moveTo(centreX, centreY);
        }

        /// To a point of the picture; no part of the square leaves it.
        void moveTo(double x, double y) {
            centreX = Math.clamp(x, side / 2, image.getWidth() - side / 2);
            centreY = Math.clamp(y, side / 2, image.getHeight() - side / 2);
            repaint();
        }

        BufferedImage cut() {
            BufferedImage made = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = made.createGraphics();
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.setColor(Color.WHITE); // where it is transparent
            g.fillRect(0, 0, SIDE, SIDE);
            g.scale(SIDE / side, SIDE / side);
            g.translate(-(centreX - side / 2), -(centreY - side / 2));
            g.drawImage(image, 0, 0, null);
            g.dispose();
            return made;
        }

        @Override
        public Dimension getPreferredSize() {
            return new Dimension(
                    (int) (image.getWidth() * scale), (int) (image.getHeight() * scale));
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D g = (Graphics2D) graphics.create();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.drawImage(
                    image,
                    0,
                    0,
                    (int) (image.getWidth() * scale),
                    (int) (image.getHeight() * scale),
                    null);
            g.setStroke(new BasicStroke(3));
            g.setColor(Color.WHITE);
            int x = (int) ((centreX - side / 2) * scale);
            int y = (int) ((centreY - side / 2) * scale);
            int width = (int) (side * scale);
            g.drawOval(x, y, width, width);
            g.setStroke(new BasicStroke(1));
            g.setColor(Color.BLACK);
            g.drawOval(x, y, width, width);
            if (isFocusOwner()) {
                g.setStroke(new BasicStroke(2));
                g.setColor(Colours.link());
                g.drawRect(1, 1, getPreferredSize().width - 2, getPreferredSize().height - 2);
            }
            g.dispose();
        }
    }
}
