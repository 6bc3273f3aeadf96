package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.dns.ServiceNames;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkBook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When name servers are asked where trunks are, and what holds meanwhile.
class TrunkPlacesTest {
    private final FakeTimers clock = new FakeTimers();
    private final TrunkBook book = new TrunkBook(clock);
    private final List<String> asked = new ArrayList<>();
    private Optional<List<ServiceNames.Service>> known = Optional.empty();
    private final TrunkPlaces places =
            new TrunkPlaces(
                    book,
                    name -> {
                        asked.add(name);
                        return known;
                    },
                    clock);

    private static Trunk trunk(String name, boolean byService, Transport transport) {
        return new Trunk(
                name,
                name + ".example",
                transport.defaultPort(),
                byService,
                transport,
                name + ".example",
                Optional.empty(),
                false,
                30,
                List.of(),
                false,
                "+49301234",
                Trunk.Identity.FROM,
                Duration.ZERO,
                Duration.ofSeconds(6));
    }

    @BeforeEach
    void plan() {
        book.take(
                new RoutingPlan(
                        List.of(
                                trunk("one", true, Transport.TLS),
                                trunk("two", false, Transport.UDP)),
                        new NumberingPlan("", "", ""),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        1,
                        1));
    }

    private List<String> now() {
        return book.facts().getFirst().places().stream()
                .map(place -> place.host() + ":" + place.port())
                .toList();
    }

    @Test
    void itIsAskedAnewEachMinuteAndSoonerWhereNobodyAnswered() {
        places.look();
        places.look();
        assertThat(asked).containsExactly("_sips._tcp.one.example");
        assertThat(now()).as("nothing is known").containsExactly("one.example:5061");
        clock.advance(Duration.ofSeconds(11));
        known =
                Optional.of(
                        List.of(
                                new ServiceNames.Service(10, 0, 5070, "a.example"),
                                new ServiceNames.Service(20, 0, 5071, "b.example")));
        places.look();
        assertThat(now()).containsExactly("a.example:5070", "b.example:5071");
        clock.advance(Duration.ofSeconds(59));
        places.look();
        assertThat(asked).hasSize(2);
        clock.advance(Duration.ofSeconds(2));
        known = Optional.empty();
        places.look();
        assertThat(asked).hasSize(3);
        assertThat(now())
                .as("what was known holds while nobody answers")
                .containsExactly("a.example:5070", "b.example:5071");
        clock.advance(Duration.ofSeconds(61));
        known = Optional.of(List.of());
        places.look();
        assertThat(now()).as("there are none any more").containsExactly("one.example:5061");
    }

    @Test
    void whatNamesNoPlaceIsPassedOverAndThereAreNotTooMany() {
        List<ServiceNames.Service> many = new ArrayList<>();
        many.add(new ServiceNames.Service(0, 0, 0, ""));
        for (int i = 1; i <= 20; i++) {
            many.add(new ServiceNames.Service(i, 0, 5060 + i, "h" + i + ".example"));
        }
        known = Optional.of(many);
        places.look();
        assertThat(now()).hasSize(5).first().isEqualTo("h1.example:5061");
        known = Optional.of(List.of(new ServiceNames.Service(0, 0, 0, "")));
        clock.advance(Duration.ofSeconds(61));
        places.look();
        assertThat(now()).containsExactly("one.example:5061");
        assertThat(book.facts().getLast().places())
                .containsExactly(
                        new Destination.Address(Transport.UDP, "two.example", 5060, "two.example"));
    }
}
