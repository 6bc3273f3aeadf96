package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.OptionalLong;
import java.util.Random;
import org.earshot.common.msrp.ByteRange;
import org.junit.jupiter.api.Test;

class ReportedRangesTest {
    private final ReportedRanges ranges = new ReportedRanges(100);

    @Test
    void oneReportOfAllIsEnough() {
        assertThat(ranges.isWhole()).isFalse();
        ranges.add(ByteRange.of(1, 100, 100));
        assertThat(ranges.isWhole()).isTrue();
    }

    @Test
    void moreThanFourGibibytes() {
        long all = 5_000_000_000L;
        ReportedRanges large = new ReportedRanges(all);
        large.add(ByteRange.parse("1-4294967296/5000000000"));
        assertThat(large.isWhole()).isFalse();
        large.add(ByteRange.of((1L << 32) + 1, all, all));
        assertThat(large.isWhole()).isTrue();
    }

    @Test
    void piecesInAnyOrder() {
        ranges.add(ByteRange.of(51, 100, 100));
        ranges.add(ByteRange.of(1, 20, 100));
        assertThat(ranges.isWhole()).isFalse();
        ranges.add(ByteRange.of(22, 50, 100));
        assertThat(ranges.isWhole()).as("one byte is missing").isFalse();
        ranges.add(ByteRange.of(21, 21, 100));
        assertThat(ranges.isWhole()).isTrue();
    }

    @Test
    void whatLiesBeyondCountsForNothing() {
        ranges.add(ByteRange.of(2, Long.MAX_VALUE - 1, 100));
        ranges.add(ByteRange.of(101, 200, 100));
        assertThat(ranges.isWhole()).isFalse();
        ranges.add(new ByteRange(1, OptionalLong.empty(), OptionalLong.of(100)));
        assertThat(ranges.isWhole()).as("an open end says nothing").isFalse();
        ranges.add(ByteRange.of(1, 0, 100));
        assertThat(ranges.isWhole()).as("an empty one neither").isFalse();
        ranges.add(ByteRange.of(1, 1, 100));
        assertThat(ranges.isWhole()).isTrue();
    }

    @Test
    void anEmptyMessageIsThereWhenThatIsSaid() {
        ReportedRanges empty = new ReportedRanges(0);
        assertThat(empty.isWhole()).isFalse();
        empty.add(ByteRange.of(1, 0, 0));
        assertThat(empty.isWhole()).isTrue();
    }

    @Test
    void piecesWithoutEndTakeNoMoreMemory() {
        ReportedRanges many = new ReportedRanges(10_000_000);
        for (long at = 1; at < 10_000_000; at += 2) {
            many.add(ByteRange.of(at, at, 10_000_000));
        }
        many.add(ByteRange.of(1, 10_000_000, 10_000_000));
        assertThat(many.isWhole()).as("beyond %d", ReportedRanges.MOST_PIECES).isFalse();
    }

    @Test
    void asASetOfBytesWouldSayIt() {
        Random random = new Random(4975);
        int whole = 0;
        for (int run = 0; run < 3000; run++) {
            int total = random.nextInt(1, 30);
            ReportedRanges some = new ReportedRanges(total);
            BitSet bytes = new BitSet();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                int first = random.nextInt(1, total + 3);
                int last = first - 1 + random.nextInt(0, total);
                some.add(ByteRange.of(first, last, total));
                bytes.set(first, last + 1);
            }
            boolean all = bytes.nextClearBit(1) > total;
            whole += all ? 1 : 0;
            assertThat(some.isWhole()).isEqualTo(all);
        }
        assertThat(whole).isBetween(100, 2900);
    }
}
