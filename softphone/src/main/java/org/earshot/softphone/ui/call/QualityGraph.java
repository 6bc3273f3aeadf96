package org.earshot.softphone.ui.call;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.io.Serial;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.accessibility.AccessibleRole;
import javax.swing.UIManager;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.PaintedSign;
import org.earshot.softphone.ui.model.QualityTrace;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// One number of a call over the last minutes. It is drawn anew when it is told to, and not by itself.
final class QualityGraph extends PaintedSign {
    @Serial private static final long serialVersionUID = 1L;

    private static final String LINE = "line";

    /// Whole minutes are shown, one at least.
    private static final int MINUTE = 60;

    private final transient ToDoubleFunction<QualityTrace.Sample> of;
    private final transient XYChart chart;
    private final double least;
    private final double usual;

    /// @param title what is shown
    /// @param least where the scale begins
    /// @param usual where it ends, unless there is more
    QualityGraph(
            String title, double least, double usual, ToDoubleFunction<QualityTrace.Sample> of) {
        super(AccessibleRole.CANVAS, title);
        this.of = of;
        this.least = least;
        this.usual = usual;
        chart = new XYChartBuilder().width(320).height(180).title(title).build();
        XYSeries line = chart.addSeries(LINE, new double[] {0}, new double[] {least});
        line.setMarker(SeriesMarkers.NONE);
        setPreferredSize(new Dimension(UIScale.scale(320), UIScale.scale(170)));
        look();
    }

    /// In the colours of the window, which may have changed.
    private void look() {
        Color text = UIManager.getColor("Label.foreground");
        Font font = UIManager.getFont("Label.font");
        Font small = font.deriveFont(font.getSize2D() * 0.85f);
        XYStyler styler = chart.getStyler();
        styler.setLegendVisible(false);
        styler.setLocale(Locale.getDefault());
        styler.setChartBackgroundColor(Colours.background());
        styler.setPlotBackgroundColor(Colours.page());
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(mixed(Colours.page(), text));
        styler.setChartFontColor(text);
        styler.setAxisTickLabelsColor(Colours.faint());
        styler.setAxisTickMarksColor(Colours.faint());
        styler.setAxisTickLabelsFont(small);
        styler.setChartTitleFont(font.deriveFont(Font.BOLD));
        styler.setChartTitleBoxVisible(false);
        styler.setChartPadding(UIScale.scale(6));
        styler.setXAxisDecimalPattern("0 s");
        styler.setXAxisTickMarkSpacingHint(UIScale.scale(80));
        styler.setYAxisDecimalPattern("0.#");
        styler.setAntiAlias(true);
        styler.setXAxisMax(0.0);
        styler.setYAxisMin(least);
        chart.getSeriesMap().get(LINE).setLineColor(Colours.link());
    }

    private static Color mixed(Color one, Color other) {
        return new Color(
                (4 * one.getRed() + other.getRed()) / 5,
                (4 * one.getGreen() + other.getGreen()) / 5,
                (4 * one.getBlue() + other.getBlue()) / 5);
    }

    @Override
    public void updateUI() {
        super.updateUI();
        if (chart != null) {
            look();
        }
    }

    /// Shows these, the last of them as now.
    void show(List<QualityTrace.Sample> samples) {
        int size = samples.size();
        if (size == 0) {
            return;
        }
        double[] seconds = new double[size];
        double[] values = new double[size];
        double most = usual;
        for (int i = 0; i < size; i++) {
            seconds[i] = i - size + 1;
            values[i] = of.applyAsDouble(samples.get(i));
            if (values[i] > most) {
                most = values[i] * 1.1;
            }
        }
        int minutes = Math.max(1, (size + MINUTE - 1) / MINUTE);
        chart.getStyler().setXAxisMin((double) -minutes * MINUTE);
        chart.getStyler().setYAxisMax(most);
        chart.updateXYSeries(LINE, seconds, values, null);
        repaint();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        chart.paint(g, getWidth(), getHeight());
        g.dispose();
    }
}
