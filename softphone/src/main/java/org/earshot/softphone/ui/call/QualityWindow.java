package org.earshot.softphone.ui.call;

import java.awt.Component;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.Serial;
import java.util.List;
import java.util.Locale;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.model.QualityTrace;
import org.earshot.softphone.ui.words.Texts;

/// How the sound of a call does, as graphs that move on once a second. Goes when its call is over.
final class QualityWindow extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private static final int SECOND = 1_000;

    private final transient PhoneModel model;
    private final transient Id call;
    private final JLabel now = new JLabel(Texts.get("quality.waiting"));
    private final JLabel echo = new JLabel();
    private final transient List<QualityGraph> graphs =
            List.of(
                    new QualityGraph(Texts.get("quality.mos"), 1, 5, QualityTrace.Sample::mos),
                    new QualityGraph(
                            Texts.get("quality.loss"), 0, 5, QualityTrace.Sample::lossPercent),
                    new QualityGraph(
                            Texts.get("quality.jitter"), 0, 20, QualityTrace.Sample::jitterMs),
                    new QualityGraph(
                            Texts.get("quality.delay"), 0, 200, QualityTrace.Sample::delayMs));

    /// @param owner beside which it comes up
    QualityWindow(Component owner, PhoneModel model, CallLine line) {
        super(
                SwingUtilities.getWindowAncestor(owner),
                Texts.get("quality.title", model.shownCaller(line)));
        this.model = model;
        call = line.id();
        setName("qualityWindow");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        JPanel panel =
                new JPanel(
                        new MigLayout(
                                "insets 12, wrap 2, fill",
                                "[grow,fill][grow,fill]",
                                "[][][grow,fill]"));
        now.setName("qualityNow");
        panel.add(now, "span, wmin 0");
        echo.setName("qualityEcho");
        panel.add(echo, "span, wmin 0, hmin " + now.getPreferredSize().height);
        graphs.forEach(panel::add);
        KeyAction.everywhere(panel, KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0), this::dispose);
        setContentPane(panel);
        look();
        WindowPlace.packOver(this, owner);
        Timer ticks = new Timer(SECOND, _ -> look());
        ticks.start();
        Runnable forget =
                model.onChange(() -> {
                    if (model.calls().find(call).isEmpty()) {
                        dispose();
                    }
                });
        addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosed(WindowEvent event) {
                        ticks.stop();
                        forget.run();
                    }
                });
    }

    private void look() {
        model.calls()
                .trace(call)
                .ifPresent(trace -> {
                    trace.last().map(QualityWindow::words).ifPresent(now::setText);
                    echo.setText(trace.last().map(QualityWindow::echoWords).orElse(""));
                    List<QualityTrace.Sample> samples = trace.samples();
                    graphs.forEach(graph -> graph.show(samples));
                });
    }

    private static String words(QualityTrace.Sample sample) {
        return Texts.get(
                "quality.now",
                mos(sample.mos()),
                number("%.1f", sample.lossPercent()),
                Math.round(sample.jitterMs()),
                Math.round(sample.delayMs()));
    }

    /// Of the microphone in this room; it keeps its place where there is nothing to say, or the graphs would jump.
    private static String echoWords(QualityTrace.Sample sample) {
        return sample.echoReducedDb().isPresent()
                ? Texts.get(
                        "quality.echo",
                        Math.max(0, Math.round(sample.echoReducedDb().getAsDouble())))
                : "";
    }

    /// As people read it; a dash for none.
    static String mos(double value) {
        return Double.isNaN(value) ? "–" : number("%.1f", value);
    }

    private static String number(String format, double value) {
        return String.format(Locale.getDefault(Locale.Category.FORMAT), format, value);
    }
}
