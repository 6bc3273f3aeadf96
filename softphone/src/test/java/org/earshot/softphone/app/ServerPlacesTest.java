package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.dns.ServiceNames.Service;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3263 §4.2, RFC 2782.
class ServerPlacesTest {
    private final List<String> asked = new ArrayList<>();
    private Optional<List<Service>> records = Optional.of(List.of());

    private List<Destination.Address> places(Transport transport) {
        ServerPlaces places =
                new ServerPlaces(
                        name -> {
                            asked.add(name);
                            return records;
                        },
                        Runnable::run,
                        new Random(7));
        return places.of(domain(transport)).toCompletableFuture().join();
    }

    private static Destination.Address domain(Transport transport) {
        return new Destination.Address(
                transport, "example.org", transport.defaultPort(), "example.org");
    }

    @Test
    void theServersOfTheDomainAreTriedInTheirOrder() {
        records =
                Optional.of(
                        List.of(
                                new Service(20, 0, 5063, "b.example.net"),
                                new Service(10, 0, 5062, "a.example.net")));
        assertThat(places(Transport.TLS))
                .as("their certificates name the domain (RFC 5922 §4)")
                .containsExactly(
                        new Destination.Address(
                                Transport.TLS, "a.example.net", 5062, "example.org"),
                        new Destination.Address(
                                Transport.TLS, "b.example.net", 5063, "example.org"));
    }

    @ParameterizedTest
    @CsvSource({"TLS, _sips._tcp.", "TCP, _sip._tcp.", "UDP, _sip._udp."})
    void eachTransportHasItsRecords(Transport transport, String prefix) {
        assertThat(places(transport)).containsExactly(domain(transport));
        assertThat(asked).containsExactly(prefix + "example.org");
    }

    @Test
    void whereNoNameServerAnswersTheDomainItselfIsTried() {
        records = Optional.empty();
        assertThat(places(Transport.TLS)).containsExactly(domain(Transport.TLS));
    }

    @Test
    void whatADomainDecidedlyHasNotIsSaid() {
        records = Optional.of(List.of(new Service(0, 0, 0, "")));
        assertThatThrownBy(() -> places(Transport.TLS))
                .hasRootCauseMessage("the domain says that it has no server for TLS");
    }

    @Test
    void ofVeryManyOnlySomeAreTried() {
        List<Service> many = new ArrayList<>();
        for (int i = 1; i < 200; i++) {
            many.add(new Service(i, 0, 5061, "h" + i + ".example.net"));
        }
        records = Optional.of(many);
        assertThat(places(Transport.TLS)).hasSize(16);
    }
}
