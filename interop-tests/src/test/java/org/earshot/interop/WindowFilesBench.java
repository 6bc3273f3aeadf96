package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.AWTException;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/// How long the window's event thread is not free while files really move in its own process: during a call three files come five seconds apart, then thirty at once; and
/// then as many go; behind each of these the call is alone for as long, so that what is concealed can be compared. The conversation in which the files stand is open.
/// The other phone and the server are processes of their own, on loopback.
///
/// `bin/bench window-files [MEGABYTES [MANY [TIMES]]]`: 25 MB each, thirty at once, once. `concealed ms` is of what the phone with the window hears, and of what the other one hears. `computed` is the longest
/// that the thread itself computed between two signs (on a machine that does nothing else `longest` comes down to that); `machine` is how late a thread of the same process was that only slept: what is above
/// that is the window's.
final class WindowFilesBench {
    private static final int APART = 5;
    private static final int PATIENCE_SECONDS = 600;

    private final int bytes;
    private final int many;
    private final int times;
    private final Lab lab;
    private final Random dice = new Random(1);
    private final Concealed beside = new Concealed();
    private final Concealed alone = new Concealed();
    private final Path watched;
    private final EarshotPhone alice;
    private final EarshotPhone bob;

    private WindowFilesBench(int megabytes, int many, int times, Lab lab) throws IOException {
        this.bytes = megabytes * 1_000_000;
        this.many = many;
        this.times = times;
        this.lab = lab;
        EarshotServer server =
                EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
        String voice = Recording.longSpeech(lab, "alice", 20).toString();
        watched = lab.file("watched");
        alice =
                EarshotPhone.watched(
                        lab,
                        Map.of("EARSHOT_WATCH", watched.toString()),
                        server,
                        "alice",
                        voice,
                        "--window",
                        "--audio-out",
                        "null",
                        "--data",
                        lab.privateFolder("alice-data").toString(),
                        "--download-dir",
                        lab.file("alice-down").toString());
        bob =
                EarshotPhone.overTls(
                        lab,
                        server,
                        "bob",
                        voice,
                        "--audio-out",
                        "null",
                        "--auto-answer",
                        "--data",
                        lab.privateFolder("bob-data").toString(),
                        "--download-dir",
                        lab.file("bob-down").toString());
    }

    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 25;
        int many = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        int status = 1;
        try (Lab lab = Lab.of("bench-window-files")) {
            new WindowFilesBench(megabytes, many, times, lab).run();
            status = 0;
        } catch (Exception e) {
            // the exit below would take it along
            LoggerFactory.getLogger(WindowFilesBench.class).error("not measured", e);
        } finally {
            System.exit(status); // the robot's threads
        }
    }

    private void run() throws Exception {
        TimeUnit.SECONDS.sleep(5); // the window
        openConversation();
        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        System.out.printf(
                "%-42s %6s %7s %9s %9s %9s %9s %14s%n",
                "", "s", "signs", "median ms", "longest", "computed", "machine", "concealed ms");
        during("a call alone, just begun", () -> TimeUnit.SECONDS.sleep(10));
        for (int i = 0; i < times; i++) {
            files("three files come, " + APART + " s apart", bob, alice, 3, APART);
            files(many + " files come at once", bob, alice, many, 0);
            files("three files go, " + APART + " s apart", alice, bob, 3, APART);
            files(many + " files go at once", alice, bob, many, 0);
        }
        System.out.printf(
                Locale.ROOT,
                "concealed beside files: %s in %.1f s; in calls alone between them: %s in %.1f s%n",
                beside,
                beside.seconds,
                alone,
                alone.seconds);
        alice.quitAndHeard();
        if (System.getenv("EARSHOT_BENCH_STACKS") != null) {
            Files.copy(
                    Path.of(watched + ".stacks"),
                    Path.of(System.getenv("EARSHOT_BENCH_STACKS")),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /// What was concealed at both ends, in so many seconds.
    private static final class Concealed {
        private long here;
        private long there;
        private double seconds;

        void add(long atAlice, long atBob, double time) {
            here += atAlice;
            there += atBob;
            seconds += time;
        }

        @Override
        public String toString() {
            return here + " and " + there + " ms";
        }
    }

    private double during(String what, Work work) throws Exception {
        return during(what, work, new Concealed());
    }

    /// @return how long it took, in seconds
    private double during(String what, Work work, Concealed sum) throws Exception {
        long atAlice = concealed(alice);
        long atBob = concealed(bob);
        long began = System.currentTimeMillis();
        work.run();
        long ended = System.currentTimeMillis();
        atAlice = concealed(alice) - atAlice;
        atBob = concealed(bob) - atBob;
        sum.add(atAlice, atBob, (ended - began) / 1e3);
        TimeUnit.MILLISECONDS.sleep(1_500); // until the second that it ended in is written
        long signs = 0;
        double median = 0;
        double longest = 0;
        double computed = 0;
        double machine = 0;
        for (String line : Files.readAllLines(watched)) {
            String[] second = line.split(" ", -1);
            long at = Long.parseLong(second[0]);
            if (at >= began && at <= ended + 1_000) {
                signs += Long.parseLong(second[1]);
                median = Math.max(median, Double.parseDouble(second[2]));
                longest = Math.max(longest, Double.parseDouble(second[3]));
                computed = Math.max(computed, Double.parseDouble(second[4]));
                machine = Math.max(machine, Double.parseDouble(second[5]));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-42s %6.1f %7d %9.2f %9.2f %9.2f %9.2f %6d and %d%n",
                what,
                (ended - began) / 1e3,
                signs,
                median,
                longest,
                computed,
                machine,
                atAlice,
                atBob);
        return (ended - began) / 1e3;
    }

    /// Of what a phone hears.
    private static long concealed(EarshotPhone phone) {
        return phone.fresh("media").path("concealedMs").asLong();
    }

    private void files(String what, EarshotPhone from, EarshotPhone to, int count, int apart)
            throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            byte[] content = new byte[bytes];
            dice.nextBytes(content);
            files.add(Files.write(lab.file("file-" + dice.nextInt(1 << 30) + ".dat"), content));
        }
        double seconds =
                during(
                        what,
                        () -> {
                            Thread sending =
                                    Thread.ofVirtual().start(() -> send(from, to, files, apart));
                            take(to, count);
                            sending.join();
                        },
                        beside);
        during("a call alone", () -> TimeUnit.MILLISECONDS.sleep((long) (seconds * 1e3)), alone);
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private void send(EarshotPhone from, EarshotPhone to, List<Path> files, int apart) {
        String name = to == bob ? "bob" : "alice";
        for (Path file : files) {
            from.tell("send " + name + " " + file);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(apart));
        }
    }

    /// Takes what is offered until so many have come whole.
    private static void take(EarshotPhone phone, int count) {
        int whole = 0;
        while (whole < count) {
            JsonNode event =
                    phone.event(
                            "file",
                            PATIENCE_SECONDS,
                            e -> e.has("from") && !e.path("state").asText().equals("progress"));
            switch (event.path("state").asText()) {
                case "offered" -> phone.tell("accept " + event.path("id").asText());
                case "complete" -> whole++;
                default -> throw new AssertionError(event);
            }
        }
    }

    /// As a person does.
    private static void openConversation() throws AWTException {
        Robot robot = new Robot();
        robot.setAutoDelay(5);
        robot.mouseMove(700, 400);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        robot.keyPress(KeyEvent.VK_CONTROL);
        robot.keyPress(KeyEvent.VK_K);
        robot.keyRelease(KeyEvent.VK_K);
        robot.keyRelease(KeyEvent.VK_CONTROL);
        for (char letter : "bob".toCharArray()) {
            int key = KeyEvent.getExtendedKeyCodeForChar(letter);
            robot.keyPress(key);
            robot.keyRelease(key);
        }
        robot.delay(500); // people are found
        robot.keyPress(KeyEvent.VK_ENTER);
        robot.keyRelease(KeyEvent.VK_ENTER);
        robot.delay(500);
    }
}
