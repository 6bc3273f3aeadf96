package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.ResourceLists.Entry;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;

class ResourceListsTest {
    private static final ResourceLists LISTS =
            new ResourceLists(
                    List.of(
                            new Entry("sip:a@x", Optional.of("<A> \uD83D\uDE00 \u0645 e\u0301")),
                            new Entry("sip:b@x", Optional.empty())));

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(ResourceLists.parse(LISTS.toBytes())).isEqualTo(LISTS);
    }

    /// It has a list within a list, and references to elsewhere.
    @Test
    void theExampleOfTheRfc() throws Exception {
        assertThat(
                        ResourceLists.parse(Vectors.read("rfc-xml/rfc4826-02-resource-lists.xml"))
                                .entries())
                .containsExactly(
                        new Entry("sip:bill@example.com", Optional.of("Bill Doe")),
                        new Entry("sip:joe@example.com", Optional.of("Joe Smith")),
                        new Entry("sip:nancy@example.com", Optional.of("Nancy Gross")));
    }

    @Test
    void allVectorsAreReadAndReadAgain() throws Exception {
        Map<String, byte[]> vectors = Vectors.ending("rfc-xml", "-resource-lists.xml");
        assertThat(vectors).hasSizeGreaterThan(5);
        for (byte[] vector : vectors.values()) {
            ResourceLists lists = ResourceLists.parse(vector);
            assertThat(ResourceLists.parse(lists.toBytes())).isEqualTo(lists);
        }
    }

    @Test
    void theOrderIsThatOfTheDocumentAndEachUriIsThereOnce() throws Exception {
        ResourceLists lists =
                parse(
                        """
                        <list><entry uri='1'/><list><entry uri='2'/><list><entry uri='3'/></list></list>
                        <entry uri='4'/></list><list><entry uri='1'/><entry uri='5'/></list>
                        """);
        assertThat(lists.entries()).extracting(Entry::uri).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void anEntryNeedsAUri() {
        assertMalformed("<list><entry/></list>");
        assertMalformed("<list><entry uri=' '/></list>");
    }

    @Test
    void limitsHold() {
        assertMalformed("<list>" + "<entry uri='a'/>".repeat(2001) + "</list>");
        assertMalformed("<list>".repeat(40) + "</list>".repeat(40));
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> ResourceLists.parse(body).toBytes(), 12, List.of(LISTS.toBytes()));
    }

    private static void assertMalformed(String content) {
        assertThatThrownBy(() -> parse(content)).isInstanceOf(MalformedPayloadException.class);
    }

    private static ResourceLists parse(String content) throws MalformedPayloadException {
        String root = "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'>";
        return ResourceLists.parse((root + content + "</resource-lists>").getBytes(UTF_8));
    }
}
