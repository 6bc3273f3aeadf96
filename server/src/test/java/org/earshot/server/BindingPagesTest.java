package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

class BindingPagesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PEOPLE = 1203; // more than are read at once

    private final InMemoryBindingStore store = new InMemoryBindingStore(() -> NOW);
    private final BindingPages pages = new BindingPages(store);

    private static Binding binding(int number, String userAgent) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061);
        return new Binding(
                new BindingKey(key),
                "sip:desk@192.0.2.1:" + (10_000 + number),
                1000,
                "call-" + number,
                1,
                NOW.plusSeconds(60),
                Optional.empty(),
                0,
                new Flow("n1", Transport.UDP, here, here, 1),
                List.of(),
                userAgent,
                false,
                NOW);
    }

    private void register(String name, Binding... bindings) {
        store.update(new AddressOfRecord(name, "example.org"), _ -> List.of(bindings));
    }

    private static String address(int number) {
        return "sip:u%04d@example.org".formatted(number);
    }

    @Test
    void allOfVeryManyComeOnceAndInOrderPageByPage() {
        for (int i = 0; i < PEOPLE; i++) {
            register("u%04d".formatted(i), binding(1, "Desk/1"));
        }
        List<String> all = new ArrayList<>();
        String after = "";
        for (Map<String, List<Binding>> page = pages.page("", after, 100);
                !page.isEmpty();
                page = pages.page("", after, 100)) {
            assertThat(page).hasSizeLessThanOrEqualTo(100);
            all.addAll(page.keySet());
            after = all.getLast();
        }
        assertThat(all).hasSize(PEOPLE).isSorted().doesNotHaveDuplicates();
        assertThat(pages.page("", "", Integer.MAX_VALUE).keySet()).containsExactlyElementsOf(all);
        // also what stands behind those that are read first
        assertThat(pages.page("u1200", "", 100)).containsOnlyKeys(address(1200));
        assertThat(pages.page("u1200", address(1200), 100)).isEmpty();
    }

    @Test
    void anAddressComesWithAllItsBindingsThatFit() {
        register("u0001", binding(1, "Desk/1"), binding(2, "Desk/1"), binding(3, "Softphone"));
        register("u0002", binding(4, "Desk/1"));
        assertThat(pages.page("", "", 2)).containsOnlyKeys(address(1));
        assertThat(pages.page("", "", 2).get(address(1))).hasSize(3);
        assertThat(pages.page("softphone", "", 9).get(address(1))).hasSize(1);
        assertThat(pages.page("192.0.2.1:10004", "", 9)).containsOnlyKeys(address(2));
        assertThat(pages.page("desk/1", "", 9)).containsOnlyKeys(address(1), address(2));
        assertThat(pages.page("nothing", "", 9)).isEmpty();
    }
}
