package org.earshot.common.db.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DumpTest {
    private static final DumpItem.Table ACCOUNT =
            new DumpItem.Table("account", List.of("id", "name", "created_at", "deleted_at"), 0);
    private static final DumpItem.Table QUEUE = new DumpItem.Table("queue", List.of("n"), 17);
    private static final Object[] ALICE = {
        new byte[] {0, -1, 7}, "Älice 𝄞 \u0000", Long.MIN_VALUE, null
    };

    private static byte[] dump() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DumpWriter writer = new DumpWriter(out, List.of("1", "2.1"));
        writer.table(ACCOUNT);
        writer.row(new DumpItem.Row(ALICE));
        writer.row(new DumpItem.Row(new Object[] {new byte[0], "", 0L, 5L}));
        writer.table(QUEUE);
        writer.finish();
        return out.toByteArray();
    }

    private static List<DumpItem> read(byte[] dump) throws IOException {
        DumpReader reader = new DumpReader(new ByteArrayInputStream(dump));
        List<DumpItem> items = new ArrayList<>();
        for (Optional<DumpItem> item = reader.next(); item.isPresent(); item = reader.next()) {
            items.add(item.get());
        }
        assertThat(reader.next()).isEmpty();
        return items;
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        List<DumpItem> items = read(dump());
        assertThat(items).hasSize(4);
        assertThat(items.get(0)).isEqualTo(ACCOUNT);
        assertThat(((DumpItem.Row) items.get(1)).values())
                .usingRecursiveComparison()
                .isEqualTo(ALICE);
        assertThat(items.get(3)).isEqualTo(QUEUE);
        assertThat(new DumpReader(new ByteArrayInputStream(dump())).versions())
                .containsExactly("1", "2.1");
        assertThat(items.get(1).toString()).doesNotContain("lice");
    }

    @Test
    void aDumpThatWasCutOffIsNone() throws IOException {
        byte[] whole = dump();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            // the last bytes are gzip's check: without them it is damaged too
            assertThatThrownBy(() -> read(part)).isInstanceOf(DumpException.class);
        }
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(whole)).readAllBytes();
        for (int length = 0; length < plain.length; length++) {
            byte[] part = zip(Arrays.copyOf(plain, length));
            assertThatThrownBy(() -> read(part)).isInstanceOf(DumpException.class);
        }
        byte[] more = zip(Arrays.copyOf(plain, plain.length + 1));
        assertThatThrownBy(() -> read(more))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("behind its end");
    }

    @Test
    void ofAnyBytesNothingElseComes() throws IOException {
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(dump())).readAllBytes();
        Random random = new Random(68);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] changed = plain.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            byte[] bytes = zip(changed);
            if (i % 3 == 0) {
                bytes = dump();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            } else if (i % 3 == 1) {
                random.nextBytes(bytes);
            }
            try {
                read(bytes);
            } catch (DumpException e) {
                assertThat(e).hasMessageNotContaining("null");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1500);
    }

    @Test
    void namesAreOnesThatCanStandInAStatement() {
        for (String name : List.of("", "Account", "a`b", "a b", "1a", "a;", "a".repeat(65))) {
            assertThatThrownBy(() -> new DumpItem.Table(name, List.of("a"), 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DumpItem.Table("a", List.of(name), 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new DumpItem.Table("a", List.of("b", "b"), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DumpItem.Table("a", List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] zip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        }
        return out.toByteArray();
    }
}
