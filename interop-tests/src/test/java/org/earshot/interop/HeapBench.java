package org.earshot.interop;

import java.awt.AWTException;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// How much memory the phone with its window needs in an hour of use: its own process with the options that `bin/earshot phone` gives it, on a display, through our server over TLS.
///
/// `bin/bench heap [MESSAGES [OPENINGS [CALL_SECONDS [STEPS]]]]`: 600 messages that come and 600 that go, 120 conversations opened by the keyboard, two calls of 60 s, in ten steps.
/// The hour is compressed: everything that is done in one is done, at once after what was before, so that there are as many events and fewer minutes. What grows with time
/// alone (a registration is renewed once in ten minutes, presence once in an hour) is left out; what grows with sound does so in two minutes, not in thirty. After each
/// step the garbage is collected, so that it shows whether the heap levels off or grows.
final class HeapBench {
    private static final int PEOPLE = 6;
    private static final Pattern USED = Pattern.compile("\\bused (\\d+)([KMG])\\b");

    private final Lab lab;
    private final EarshotServer server;
    private final List<EarshotPhone> others = new ArrayList<>();
    private final Robot robot;

    private HeapBench(Lab lab, EarshotServer server) throws AWTException {
        this.lab = lab;
        this.server = server;
        robot = new Robot();
        robot.setAutoDelay(5);
    }

    public static void main(String[] arguments) throws Exception {
        int messages = number(arguments, 0, 600);
        int openings = number(arguments, 1, 120);
        int callSeconds = number(arguments, 2, 60);
        int steps = number(arguments, 3, 10);
        int status = 1;
        try (Lab lab = Lab.of("bench-heap")) {
            new HeapBench(lab, EarshotServer.start(lab).withUser("alice", "pw"))
                    .run(messages, openings, callSeconds, steps);
            status = 0;
        } catch (Exception e) {
            // the exit below would take it along
            LoggerFactory.getLogger(HeapBench.class).error("not measured", e);
        } finally {
            System.exit(status); // the robot's threads
        }
    }

    private static int number(String[] arguments, int at, int usual) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : usual;
    }

    private static String name(int person) {
        return "person" + (char) ('a' + person);
    }

    private EarshotPhone phone(String name, String sound, String... options) {
        return EarshotPhone.start(
                lab,
                Map.of(),
                name,
                "127.0.0.1",
                "pw",
                server.address("tls"),
                "tls",
                Optional.of(server.ca()),
                sound,
                options);
    }

    private void run(int messages, int openings, int callSeconds, int steps) throws Exception {
        for (int i = 0; i < PEOPLE; i++) {
            server.withUser(name(i), "pw");
        }
        Path data = lab.privateFolder("alice-data");
        String voice = Recording.longSpeech(lab, "bob", callSeconds / 7 + 4).toString();
        // as a person sees it: a window; its events are printed beside it, which costs a little
        // more
        EarshotPhone alice =
                phone("alice", voice, "--window", "--audio-out", "null", "--data", data.toString())
                        .registered();
        for (int i = 0; i < PEOPLE; i++) {
            others.add(phone(name(i), voice, "--audio-out", "null", "--auto-answer").registered());
        }
        TimeUnit.SECONDS.sleep(5); // the window
        System.out.printf(
                Locale.ROOT,
                "%4s %9s %9s %8s %14s %8s %9s%n",
                "step",
                "in",
                "out",
                "opened",
                "live heap MB",
                "RSS MB",
                "peak RSS");
        report(alice, 0, 0, 0);
        int said = 0;
        int opened = 0;
        for (int step = 1; step <= steps; step++) {
            for (int i = 0; i < messages / steps; i++) {
                String text =
                        "Message "
                                + said
                                + ": "
                                + "some words of a usual day ".repeat(1 + said % 4);
                others.get(said % PEOPLE).tell("message sip:alice@127.0.0.1 " + text);
                alice.event(
                        "message", 20, event -> event.path("text").asText().equals(text.strip()));
                alice.tell("message sip:" + name(said % PEOPLE) + "@127.0.0.1 " + text);
                said++;
            }
            for (int i = 0; i < openings / steps; i++) {
                open(name(opened % PEOPLE));
                opened++;
            }
            if (step % Math.max(1, steps / 2) == 0) {
                alice.tell("call sip:" + name(step % PEOPLE) + "@127.0.0.1");
                alice.call("established");
                TimeUnit.SECONDS.sleep(callSeconds);
                alice.tell("hangup");
                alice.call("ended");
            }
            report(alice, step, said, opened);
        }
        for (int i = 0; i < PEOPLE; i++) {
            open(name(i));
            for (int message = 0; message < said / PEOPLE; message++) {
                others.get(i)
                        .event(
                                "message-status",
                                20,
                                event -> event.path("status").asText().equals("displayed"));
            }
        }
        System.out.println("everything that was written has been seen in the window");
        alice.quitAndHeard();
    }

    /// As somebody does: the field to search, a name, Enter.
    private void open(String name) {
        robot.keyPress(KeyEvent.VK_CONTROL);
        robot.keyPress(KeyEvent.VK_K);
        robot.keyRelease(KeyEvent.VK_K);
        robot.keyRelease(KeyEvent.VK_CONTROL);
        for (int i = 0; i < name.length(); i++) {
            int key = KeyEvent.getExtendedKeyCodeForChar(name.charAt(i));
            robot.keyPress(key);
            robot.keyRelease(key);
        }
        robot.delay(250); // people are found
        robot.keyPress(KeyEvent.VK_ENTER);
        robot.keyRelease(KeyEvent.VK_ENTER);
        robot.delay(250);
        robot.mouseWheel(-20); // and looks at what was before
    }

    private void report(EarshotPhone phone, int step, int said, int opened)
            throws IOException, InterruptedException {
        if (step == 0) {
            robot.mouseMove(700, 400);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        }
        TimeUnit.SECONDS.sleep(1);
        jcmd(phone.process().pid(), "GC.run");
        TimeUnit.MILLISECONDS.sleep(500);
        jcmd(phone.process().pid(), "GC.run"); // what the first has made reachable by nobody
        double used = megabytes(jcmd(phone.process().pid(), "GC.heap_info"));
        System.out.printf(
                Locale.ROOT,
                "%4d %9d %9d %8d %14.1f %8d %9d%n",
                step,
                said,
                said,
                opened,
                used,
                status(phone.process().pid(), "VmRSS"),
                status(phone.process().pid(), "VmHWM"));
    }

    private static double megabytes(String heapInfo) {
        Matcher used = USED.matcher(heapInfo);
        if (!used.find()) {
            throw new IllegalStateException("no heap in " + heapInfo);
        }
        double number = Double.parseDouble(used.group(1));
        return switch (used.group(2)) {
            case "K" -> number / 1024;
            case "G" -> number * 1024;
            default -> number;
        };
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(program.toString(), Long.toString(pid), command)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static long status(long pid, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("no " + name);
    }
}
