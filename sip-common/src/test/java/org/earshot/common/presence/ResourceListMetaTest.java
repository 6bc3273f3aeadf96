package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimeHeader;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.MultipartBody;
import org.earshot.common.presence.ResourceListMeta.Instance;
import org.earshot.common.presence.ResourceListMeta.Resource;
import org.earshot.common.presence.ResourceListMeta.State;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceListMetaTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ROOT = "<list xmlns='urn:ietf:params:xml:ns:rlmi' ";
    private static final String GOOD = ROOT + "uri='sip:l@x' version='1' fullState='1'>";

    @Test
    void theExampleOfTheRfc() throws Exception {
        ResourceListMeta list = ResourceListMeta.parse(Vectors.read("rfc-xml/rfc4662-02-list.xml"));
        assertThat(list.uri()).isEqualTo("sip:adam-friends@lists.vancouver.example.com");
        assertThat(list.version()).isEqualTo(7);
        assertThat(list.full()).isTrue();
        assertThat(list.names())
                .containsExactly(new Note("Buddy List", "en"), new Note("Liste d'amis", "fr"));
        assertThat(list.resources()).hasSize(4);
        assertThat(list.resources().get(2))
                .isEqualTo(
                        new Resource(
                                "sip:jim@vancouver.example.com",
                                List.of(Note.of("Jim")),
                                List.of(
                                        new Instance(
                                                "oflzxqzuvg",
                                                State.TERMINATED,
                                                Optional.of("rejected"),
                                                Optional.empty()))));
    }

    @Test
    void allVectorsAreReadAndReadAgain() throws Exception {
        Map<String, byte[]> vectors = Vectors.ending("rfc-xml", "-list.xml");
        assertThat(vectors).isNotEmpty();
        for (byte[] vector : vectors.values()) {
            ResourceListMeta list = ResourceListMeta.parse(vector);
            assertThat(ResourceListMeta.parse(list.toBytes())).isEqualTo(list);
        }
    }

    /// A whole notification of a list (RFC 4662 §5.5): which part belongs to whom.
    @Test
    void aNotificationOfAList() throws Exception {
        ResourceListMeta meta = friends();
        MimePart presence =
                MimePart.of(
                                MediaType.parse(Pidf.CONTENT_TYPE),
                                PresenceState.of(PresenceStatus.BUSY)
                                        .document("sip:bob@x", NOON)
                                        .toBytes())
                        .with(MimeHeader.CONTENT_ID, "<bob@x>");
        MimePart root =
                MimePart.of(MediaType.parse(ResourceListMeta.CONTENT_TYPE), meta.toBytes())
                        .with(MimeHeader.CONTENT_ID, "<list@x>");
        MultipartBody sent = MultipartBody.related(List.of(root, presence));

        MultipartBody got = MultipartBody.parse(sent.contentType().toString(), sent.toBytes());
        ResourceListMeta read = ResourceListMeta.parse(got.root().body());
        String cid = read.resources().getFirst().instances().getFirst().cid().orElseThrow();
        assertThat(read).isEqualTo(meta);
        assertThat(PresenceState.of(Pidf.parse(got.part(cid).orElseThrow().body())).status())
                .isEqualTo(PresenceStatus.BUSY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ROOT + "version='1' fullState='true'/>",
                ROOT + "uri='sip:l@x' fullState='true'/>",
                ROOT + "uri='sip:l@x' version='4294967296' fullState='true'/>",
                ROOT + "uri='sip:l@x' version='1' fullState='yes'/>",
                GOOD + "<resource/></list>",
                GOOD + "<resource uri='sip:a@x'><instance state='active'/></resource></list>",
                GOOD + "<resource uri='sip:a@x'><instance id='1' state='on'/></resource></list>"
            })
    void othersAreRefused(String document) {
        assertThatThrownBy(() -> ResourceListMeta.parse(document.getBytes(UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void limitsHold() {
        String document = GOOD + "<resource uri='sip:a@x'/>".repeat(5001) + "</list>";
        assertThatThrownBy(() -> ResourceListMeta.parse(document.getBytes(UTF_8)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> ResourceListMeta.parse(body).toBytes(), 11, List.of(friends().toBytes()));
    }

    private static ResourceListMeta friends() {
        return new ResourceListMeta(
                "sip:friends@x",
                4_294_967_295L,
                true,
                Optional.empty(),
                List.of(new Note("<V\u00E4nner> \uD83D\uDE00", "sv")),
                List.of(
                        new Resource(
                                "sip:bob@x",
                                List.of(Note.of("Bob")),
                                List.of(
                                        new Instance(
                                                "1",
                                                State.ACTIVE,
                                                Optional.empty(),
                                                Optional.of("bob@x")))),
                        new Resource("sip:carol@x", List.of(), List.of())));
    }
}
