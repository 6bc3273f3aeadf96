package org.earshot.common.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.earshot.common.dns.ServiceNames.Service;
import org.junit.jupiter.api.Test;

class ServiceOrderTest {
    private static final int DRAWN = 20_000;

    private static Service service(int priority, int weight, String target) {
        return new Service(priority, weight, 5060, target);
    }

    @Test
    void theLowerPriorityIsFirstWhateverItsWeight() {
        Random lot = new Random(2782);
        for (int i = 0; i < 100; i++) {
            assertThat(
                            ServiceOrder.of(
                                    List.of(
                                            service(20, 60_000, "c"),
                                            service(10, 0, "b"),
                                            service(1, 1, "a")),
                                    lot))
                    .extracting(Service::target)
                    .containsExactly("a", "b", "c");
        }
        assertThat(ServiceOrder.of(List.of(), lot)).isEmpty();
    }

    @Test
    void withinAPriorityTheWeightsAreTheirShares() {
        Random lot = new Random(2782);
        List<Service> services =
                List.of(service(1, 10, "small"), service(1, 30, "large"), service(1, 0, "none"));
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < DRAWN; i++) {
            List<Service> order = ServiceOrder.of(services, lot);
            assertThat(order).containsExactlyInAnyOrderElementsOf(services);
            first.merge(order.getFirst().target(), 1, Integer::sum);
        }
        assertThat(first.get("large") / (double) DRAWN).isCloseTo(30 / 41.0, within(0.03));
        assertThat(first.get("small") / (double) DRAWN).isCloseTo(10 / 41.0, within(0.03));
        assertThat(first.get("none")).as("seldom, and not never").isPositive();
    }

    @Test
    void withoutWeightsEachIsThere() {
        List<Service> services = List.of(service(1, 0, "a"), service(1, 0, "b"));
        assertThat(ServiceOrder.of(services, new Random(1)))
                .containsExactlyInAnyOrderElementsOf(services);
    }
}
