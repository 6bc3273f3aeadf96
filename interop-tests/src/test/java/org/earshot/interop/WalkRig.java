package org.earshot.interop;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.assertj.swing.core.BasicRobot;
import org.assertj.swing.core.Robot;
import org.assertj.swing.edt.FailOnThreadViolationRepaintManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/// A display with a mouse and a keyboard, and a lab, for what people do before windows of real phones at a real server.
abstract class WalkRig {
    static final Color GREEN = new Color(0x18, 0xc0, 0x60);

    private final String name;
    Lab lab;
    Robot robot;

    /// @param name of the walk, for its folder
    WalkRig(String name) {
        this.name = name;
    }

    @BeforeEach
    void display() {
        Assumptions.assumeFalse(
                GraphicsEnvironment.isHeadless(),
                "SKIPPED: there is no display here; bin/test makes a virtual one");
        FailOnThreadViolationRepaintManager.install();
        lab = Lab.of(name);
        robot = BasicRobot.robotWithNewAwtHierarchy();
        robot.settings().delayBetweenEvents(10);
        robot.settings().eventPostingDelay(100);
    }

    @AfterEach
    void close() {
        robot.cleanUp();
        lab.close();
    }

    /// A file with a picture of one colour.
    Path picture(Color colour) throws IOException {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 200, 200);
        graphics.dispose();
        Path file = lab.file(colour.getRGB() + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
