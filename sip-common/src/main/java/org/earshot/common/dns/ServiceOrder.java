package org.earshot.common.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.earshot.common.dns.ServiceNames.Service;

/// In which order SRV records are tried (RFC 2782): by priority, and within one by lot, in which a larger weight is drawn more often. Pure but for
/// the lot.
public final class ServiceOrder {
    private ServiceOrder() {}

    /// All of them, the first to be tried first.
    public static List<Service> of(List<Service> services, RandomGenerator lot) {
        List<Service> left = new ArrayList<>(services);
        // those without weight come first, so that the lot 0 is theirs
        left.sort(Comparator.comparingInt(Service::priority).thenComparingInt(Service::weight));
        List<Service> order = new ArrayList<>();
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            List<Service> same = left.stream().filter(one -> one.priority() == priority).toList();
            order.add(left.remove(drawn(same, lot)));
        }
        return order;
    }

    private static int drawn(List<Service> same, RandomGenerator lot) {
        long sum = same.stream().mapToLong(Service::weight).sum();
        long at = lot.nextLong(sum + 1);
        long so = 0;
        for (int i = 0; i < same.size(); i++) {
            so += same.get(i).weight();
            if (so >= at) {
                return i;
            }
        }
        return same.size() - 1;
    }
}
