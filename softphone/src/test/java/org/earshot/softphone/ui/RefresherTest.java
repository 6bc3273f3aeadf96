package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;

class RefresherTest {
    @Test
    void manyChangesAreShownOnce() throws Exception {
        AtomicInteger shown = new AtomicInteger();
        SwingUtilities.invokeAndWait(() -> {
            Refresher refresher = new Refresher();
            refresher.add(shown::incrementAndGet);
            for (int i = 0; i < 1_000; i++) {
                refresher.ask();
            }
        });
        SwingUtilities.invokeAndWait(() -> {});
        assertThat(shown).hasValue(1);
    }

    @Test
    void whatComesWhileItRestsIsShownAfterwards() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        SwingUtilities.invokeAndWait(() -> {
            Refresher refresher = new Refresher();
            refresher.add(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // a slow view
                twice.countDown();
                if (twice.getCount() == 1) {
                    SwingUtilities.invokeLater(refresher::ask);
                }
            });
            refresher.ask();
        });
        assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void changesOneAfterTheOtherAreShownTwentyTimesASecondAfterTheFirstOnes() throws Exception {
        AtomicInteger shown = new AtomicInteger();
        Refresher[] refresher = new Refresher[1];
        SwingUtilities.invokeAndWait(() -> {
            refresher[0] = new Refresher();
            refresher[0].add(shown::incrementAndGet);
        });
        long began = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            SwingUtilities.invokeAndWait(refresher[0]::ask);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        assertThat((long) shown.get()).isBetween(6L, 7 + millis / 50);
    }
}
