package org.earshot.interop;

import java.awt.AWTException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long the packaged phone takes from being started to its window being there as a whole, as whoever looks at the screen sees
/// it: with the cache of its classes, and without. Arguments: the application's image, and how many starts of each (10). The X
/// display should be empty otherwise.
final class StartBench {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// A picture that has not changed for so long is the whole window. A caret may blink.
    private static final Duration STILL = Duration.ofMillis(700);

    private static final int CARET = 400;

    private final Robot robot;
    private final Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    private final Path program;

    private StartBench(Path program) throws AWTException {
        this.program = program;
        this.robot = new Robot();
    }

    public static void main(String[] arguments) throws Exception {
        Path image = Path.of(arguments[0]).toAbsolutePath();
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        StartBench bench = new StartBench(image.resolve("bin/earshot-phone"));
        Map<String, String> without = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=off");
        // once each for the system's own cache of files
        bench.millis(Map.of());
        bench.millis(without);
        List<Long> cached = new ArrayList<>();
        List<Long> plain = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            cached.add(bench.millis(Map.of()));
            plain.add(bench.millis(without));
        }
        print("with the cache of classes", cached);
        print("without it", plain);
    }

    private static void print(String what, List<Long> millis) {
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-28s min %5d ms  median %5d ms  max %5d ms  (%d starts)%n",
                what,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[sorted.length - 1],
                sorted.length);
    }

    /// @return from the start of the process until the last change of what it draws
    private long millis(Map<String, String> environment) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("start-bench");
        int[] before = pixels();
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "--data", data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long started = System.nanoTime();
        Process process = builder.start();
        try {
            return Duration.ofNanos(whole(before, started) - started).toMillis();
        } finally {
            process.destroy();
            process.waitFor();
            Lab.delete(data);
            while (differing(before, pixels()) > 0) {
                Thread.sleep(5);
            }
        }
    }

    private long whole(int[] before, long started) throws InterruptedException {
        int[] last = before;
        long changed = 0;
        while (true) {
            long now = System.nanoTime();
            int[] seen = pixels();
            if (differing(last, seen) > CARET) {
                last = seen;
                changed = now;
            } else if (changed != 0 && now - changed > STILL.toNanos()) {
                return changed;
            }
            if (now - started > LONGEST.toNanos()) {
                throw new IllegalStateException("no window within " + LONGEST);
            }
            Thread.sleep(5); // the processors are the phone's
        }
    }

    private int[] pixels() {
        BufferedImage image = robot.createScreenCapture(screen);
        return image.getRGB(0, 0, screen.width, screen.height, null, 0, screen.width);
    }

    private static int differing(int[] before, int[] after) {
        if (Arrays.equals(before, after)) {
            return 0;
        }
        int count = 0;
        for (int i = 0; i < before.length; i++) {
            if (before[i] != after[i]) {
                count++;
            }
        }
        return count;
    }
}
