package org.earshot.softphone.ui;

import java.awt.BorderLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.JFrame;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingEnrolment;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.chat.ShownConversation;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.sound.AudioCheck;
import org.earshot.softphone.ui.words.Names;

/// How long the event thread is not free: while 50 messages a second come in, 33 files move and a call runs; and while somebody scrolls through a conversation of
/// 100,000 messages. A watch asks the thread for a sign each 5 ms.
///
/// `bin/bench window [SECONDS [WARMUP]]`, on a display.
final class WindowBench {
    private static final String BOB = "sip:bob@example.org";
    private static final int MESSAGES = 100_000;

    private final NotingPhone phone = new NotingPhone();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final List<Long> delays = Collections.synchronizedList(new ArrayList<>());

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        int warmUp = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        int status = 1;
        try {
            WindowBench bench = new WindowBench();
            bench.watch();
            bench.load(seconds, warmUp);
            bench.scroll();
            status = 0;
        } finally {
            System.exit(status); // the event thread of a display ends only so
        }
    }

    private void watch() {
        var _ =
                threads.scheduleAtFixedRate(
                        () -> {
                            long asked = System.nanoTime();
                            SwingUtilities.invokeLater(() -> delays.add(System.nanoTime() - asked));
                        },
                        5,
                        5,
                        TimeUnit.MILLISECONDS);
    }

    private void load(int seconds, int warmUp) throws Exception {
        WindowSettings settings = WindowSettings.ofThisRun();
        settings.put(AudioCheck.SETTING, "done");
        PhoneWindow.showLogIn(
                (_, listener) -> {
                    phone.subscribe(listener);
                    return phone;
                },
                new NotingEnrolment(),
                new LogInForm(Names.of(NotingChat.OWN), "", "", "tls", ""),
                settings,
                () -> {});
        SwingUtilities.invokeAndWait(() -> ((javax.swing.JButton) find("logIn")).doClick());
        phone.awaitSubscriber();
        phone.tell(new UserAgentEvent.Registered(NotingChat.OWN, Duration.ofHours(1)));
        phone.tell(
                new UserAgentEvent.CallChanged(
                        new Id(1),
                        CallPhase.ESTABLISHED,
                        BOB,
                        true,
                        "",
                        false,
                        false,
                        Optional.of("opus"),
                        Optional.of("SDES:AEAD_AES_256_GCM")));
        AtomicInteger number = new AtomicInteger();
        every(20, () -> phone.tell(NotingChat.received(BOB, text(number.incrementAndGet()))));
        every(
                250,
                () -> {
                    for (int file = 0; file < 33; file++) {
                        phone.tell(progress(file, number.get()));
                    }
                });
        every(1_000, () -> phone.tell(media(number.get())));
        Thread.sleep(warmUp * 1_000L);
        delays.clear();
        Thread.sleep(seconds * 1_000L);
        report("50 messages a second, 33 files, a call");
        threads.shutdownNow();
    }

    private void every(int millis, Runnable task) {
        var _ = threads.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    private static String text(int number) {
        return "Message "
                + number
                + ": "
                + "some words that are long enough to need a second line now and then "
                        .repeat(1 + number % 3);
    }

    private static UserAgentEvent.FileChanged progress(int file, int step) {
        return new UserAgentEvent.FileChanged(
                new Id(100 + file),
                BOB,
                true,
                "file-" + file + ".bin",
                25_000_000,
                UserAgentEvent.FilePhase.PROGRESS,
                Math.min(24_999_999, step * 20_000L),
                "",
                "",
                OptionalLong.of(2_000_000),
                OptionalLong.of(10),
                Optional.empty(),
                Optional.of(FileWay.DIRECT));
    }

    private static UserAgentEvent.MediaReport media(int step) {
        return new UserAgentEvent.MediaReport(
                new Id(1),
                30,
                0,
                3,
                40,
                0,
                0,
                2,
                0,
                4.4,
                step,
                step,
                0,
                OptionalDouble.empty(),
                "direct");
    }

    private void scroll() throws Exception {
        List<ChatMessage> past = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            past.add(
                    new ChatMessage(
                            new MessageKey(NotingChat.OWN, BOB, "m" + i),
                            i % 3 == 0,
                            i % 3 == 0 ? NotingChat.OWN : BOB,
                            text(i),
                            Instant.EPOCH.plusSeconds(60L * i),
                            Delivery.DISPLAYED,
                            ""));
        }
        PhoneModel model = new PhoneModel(Instant::now);
        model.history(BOB, past, true);
        JScrollPane[] view = new JScrollPane[1];
        SwingUtilities.invokeAndWait(() -> {
            ShownConversation shown = new ShownConversation(model);
            view[0] = shown.component();
            JFrame frame = new JFrame("scroll");
            frame.add(view[0], BorderLayout.CENTER);
            frame.setSize(700, 600);
            frame.setVisible(true);
            model.select(Optional.of(BOB));
            shown.refresh();
        });
        List<Long> steps = new ArrayList<>();
        JScrollBar bar = view[0].getVerticalScrollBar();
        for (int step = 0; step < 3_000; step++) {
            SwingUtilities.invokeAndWait(() -> {
                long began = System.nanoTime();
                bar.setValue(Math.max(0, bar.getValue() - bar.getVisibleAmount()));
                view[0].paintImmediately(0, 0, view[0].getWidth(), view[0].getHeight());
                steps.add(System.nanoTime() - began);
            });
        }
        delays.clear();
        delays.addAll(steps.subList(200, steps.size()));
        report("a page up, painted, in 100,000 messages");
    }

    private void report(String what) {
        long[] sorted;
        synchronized (delays) {
            sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
        }
        System.out.printf(
                Locale.ROOT,
                "%-44s %7d times: median %6.2f ms, 99 %% %6.2f ms, 99.9 %% %6.2f ms, longest %6.2f ms%n",
                what,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted[(int) (sorted.length * 0.999)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private static java.awt.Component find(String name) {
        return Arrays.stream(java.awt.Window.getWindows())
                .filter(java.awt.Window::isShowing)
                .flatMap(window -> named(window, name).stream())
                .findFirst()
                .orElseThrow();
    }

    private static Optional<java.awt.Component> named(java.awt.Component root, String name) {
        if (name.equals(root.getName())) {
            return Optional.of(root);
        }
        if (root instanceof java.awt.Container container) {
            return Arrays.stream(container.getComponents())
                    .flatMap(child -> named(child, name).stream())
                    .findFirst();
        }
        return Optional.empty();
    }
}
