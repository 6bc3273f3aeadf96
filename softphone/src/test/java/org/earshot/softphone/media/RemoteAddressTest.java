package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RemoteAddressTest {

    private static final InetSocketAddress ANNOUNCED = new InetSocketAddress("192.0.2.1", 4_000);
    private static final InetSocketAddress SEEN = new InetSocketAddress("198.51.100.1", 5_000);
    private static final InetSocketAddress OTHER = new InetSocketAddress("203.0.113.1", 6_000);
    private static final long SECOND = 1_000_000_000L;

    private final RemoteAddress remote = new RemoteAddress(ANNOUNCED);

    @Test
    void itIsTheAnnouncedOneUntilAPacketComes() {
        assertThat(remote.current()).isEqualTo(ANNOUNCED);
    }

    @Test
    void itFollowsAuthenticPacketsWhereverTheyComeFrom() {
        remote.authenticated(SEEN, 0);
        assertThat(remote.current()).isEqualTo(SEEN);
        remote.authenticated(OTHER, 1);
        assertThat(remote.current()).isEqualTo(OTHER);
    }

    @Test
    void plainPacketsOfAnotherSourceAreRefusedWhileTheFirstOneSends() {
        assertThat(remote.plain(SEEN, 0)).isTrue();
        assertThat(remote.plain(OTHER, SECOND)).isFalse();
        assertThat(remote.plain(SEEN, SECOND)).isTrue();
        assertThat(remote.current()).isEqualTo(SEEN);
    }

    @Test
    void anotherPlainSourceIsFollowedWhenTheFirstOneIsSilent() {
        remote.plain(SEEN, 0);
        assertThat(remote.plain(OTHER, 2 * SECOND)).isTrue();
        assertThat(remote.current()).isEqualTo(OTHER);
    }

    @Test
    void theSameAnnouncementKeepsWhatWasLearned() {
        remote.authenticated(SEEN, 0);
        remote.announce(ANNOUNCED);
        assertThat(remote.current()).isEqualTo(SEEN);
    }

    @Test
    void anotherAnnouncementBeginsAnew() {
        remote.plain(SEEN, 0);
        remote.announce(OTHER);
        assertThat(remote.current()).isEqualTo(OTHER);
        assertThat(remote.plain(ANNOUNCED, 1)).isTrue();
    }
}
