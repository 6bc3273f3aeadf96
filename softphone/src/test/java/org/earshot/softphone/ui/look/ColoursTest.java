package org.earshot.softphone.ui.look;

import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;
import org.junit.jupiter.api.Test;

/// WCAG 2.1, 1.4.3: 4.5 at least.
class ColoursTest {
    private static double luminance(Color colour) {
        double[] parts =
                IntStream.of(colour.getRed(), colour.getGreen(), colour.getBlue())
                        .mapToDouble(value -> value / 255.0)
                        .map(c -> c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                        .toArray();
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    private static double contrast(Color one, Color other) {
        double light = Math.max(luminance(one), luminance(other));
        double dark = Math.min(luminance(one), luminance(other));
        return (light + 0.05) / (dark + 0.05);
    }

    @Test
    void everythingCanBeRead() throws UnsupportedLookAndFeelException {
        for (FlatLaf laf : new FlatLaf[] {new FlatLightLaf(), new FlatDarkLaf()}) {
            UIManager.setLookAndFeel(laf);
            Map<String, Double> contrasts = new LinkedHashMap<>();
            Color list = UIManager.getColor("List.background");
            for (Color behind : new Color[] {Colours.mine(), Colours.theirs()}) {
                contrasts.put("text " + behind, contrast(Colours.text(), behind));
                contrasts.put("time " + behind, contrast(Colours.faintOnBubble(), behind));
                contrasts.put("link " + behind, contrast(Colours.link(), behind));
                contrasts.put("failure " + behind, contrast(Colours.bad(), behind));
            }
            contrasts.put("rail", contrast(Colours.onRail(), Colours.rail()));
            contrasts.put("rail chosen", contrast(Colours.onRail(), Colours.railChosen()));
            contrasts.put("badge", contrast(Color.WHITE, Colours.badge()));
            for (Color behind : new Color[] {list, Colours.page(), Colours.background()}) {
                contrasts.put("faint " + behind, contrast(Colours.faint(), behind));
                contrasts.put("bad " + behind, contrast(Colours.bad(), behind));
                contrasts.put("good " + behind, contrast(Colours.good(), behind));
            }
            contrasts.put("ringing", contrast(Colours.text(), Colours.ringing()));
            for (int i = 0; i < 64; i++) {
                Color person = Colours.person("sip:p" + i + "@example.org");
                contrasts.put("letters " + i, contrast(Color.WHITE, person));
                contrasts.put(
                        "name " + i,
                        contrast(Colours.name("sip:p" + i + "@example.org"), Colours.theirs()));
            }
            assertThat(contrasts)
                    .as(laf.getName())
                    .allSatisfy((what, ratio) ->
                            assertThat(ratio).as(what).isGreaterThanOrEqualTo(4.5));
        }
    }
}
