package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.WatcherInfo.Event;
import org.earshot.common.presence.WatcherInfo.Status;
import org.earshot.common.presence.WatcherInfo.Watcher;
import org.earshot.common.presence.WatcherInfo.WatcherList;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatcherInfoTest {
    private static final WatcherInfo PROFESSOR =
            new WatcherInfo(
                    0,
                    true,
                    List.of(
                            new WatcherList(
                                    "sip:professor@example.net",
                                    "presence",
                                    List.of(
                                            new Watcher(
                                                    "8ajksjda7s",
                                                    "sip:userA@example.net",
                                                    Status.ACTIVE,
                                                    Event.APPROVED,
                                                    "",
                                                    Optional.of(Duration.ofSeconds(509)),
                                                    Optional.empty()),
                                            new Watcher(
                                                    "hh8juja87s997-ass7",
                                                    "sip:userB@example.org",
                                                    Status.PENDING,
                                                    Event.SUBSCRIBE,
                                                    "Mr. Subscriber",
                                                    Optional.empty(),
                                                    Optional.empty())))));

    @Test
    void theExampleOfTheRfc() throws Exception {
        assertThat(WatcherInfo.parse(Vectors.read("rfc-xml/rfc3858-01-watcherinfo.xml")))
                .isEqualTo(PROFESSOR);
    }

    @Test
    void allVectorsAreReadAndReadAgain() throws Exception {
        Map<String, byte[]> vectors = Vectors.ending("rfc-xml", "-watcherinfo.xml");
        assertThat(vectors).hasSizeGreaterThan(5);
        for (byte[] vector : vectors.values()) {
            WatcherInfo info = WatcherInfo.parse(vector);
            assertThat(WatcherInfo.parse(info.toBytes())).isEqualTo(info);
        }
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        for (Status status : Status.values()) {
            for (Event event : Event.values()) {
                WatcherInfo info =
                        new WatcherInfo(
                                4_294_967_295L,
                                false,
                                List.of(
                                        new WatcherList(
                                                "sip:a@x",
                                                "presence.winfo",
                                                List.of(
                                                        new Watcher(
                                                                "1",
                                                                "sip:b@x",
                                                                status,
                                                                event,
                                                                "<\uD83D\uDE00 \u0645>",
                                                                Optional.of(Duration.ZERO),
                                                                Optional.of(
                                                                        Duration.ofHours(1)))))));
                assertThat(WatcherInfo.parse(info.toBytes())).isEqualTo(info);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<watcher-list package='presence'/>",
                "<watcher-list resource='sip:a@x'/>",
                "<watcher-list resource='sip:a@x' package='p'><watcher/></watcher-list>",
                "<watcher-list resource='a' package='p'><watcher id='1' status='odd' event='timeout'/></watcher-list>",
                "<watcher-list resource='a' package='p'><watcher id='1' status='active' event='odd'/></watcher-list>",
                "<watcher-list resource='a' package='p'><watcher id='1' status='active' event='timeout'"
                        + " expiration='-1'/></watcher-list>"
            })
    void othersAreRefused(String content) {
        assertMalformed(content);
    }

    @Test
    void limitsHold() {
        assertMalformed("<watcher-list resource='a' package='p'/>".repeat(5001));
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> WatcherInfo.parse(body).toBytes(), 13, List.of(PROFESSOR.toBytes()));
    }

    private static void assertMalformed(String content) {
        String root =
                "<watcherinfo xmlns='urn:ietf:params:xml:ns:watcherinfo' version='0' state='full'>";
        assertThatThrownBy(() ->
                        WatcherInfo.parse((root + content + "</watcherinfo>").getBytes(UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }
}
