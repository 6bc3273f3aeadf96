package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.common.mime.MalformedPayloadException;
import org.junit.jupiter.api.Test;

/// What of a presence document (RFC 3863, RFC 4479, RFC 4480) people have written.
class PublishedWordsTest {

    private static List<String> words(String inside) throws MalformedPayloadException {
        String document =
                """
                <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.org"
                  xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                  xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid"
                  xmlns:caps="urn:ietf:params:xml:ns:pidf:caps"
                  xmlns:own="urn:example:own">
                %s
                </presence>
                """
                        .formatted(inside);
        return PublishedPresence.parse(document.getBytes(UTF_8)).words();
    }

    @Test
    void whatAMachineWritesIsNone() throws MalformedPayloadException {
        assertThat(
                        words(
                                """
                                <tuple id="t"><status><basic>open</basic></status>
                                  <caps:servcaps><caps:audio>true</caps:audio></caps:servcaps>
                                  <dm:deviceID>urn:uuid:1</dm:deviceID>
                                  <contact priority="0.8">sip:alice@192.0.2.1</contact>
                                  <timestamp>2026-11-27T00:00:00Z</timestamp></tuple>
                                <dm:person id="p"><rpid:activities><rpid:busy/></rpid:activities>
                                  <rpid:user-input>idle</rpid:user-input>
                                  <rpid:time-offset>60</rpid:time-offset></dm:person>
                                """))
                .isEmpty();
    }

    @Test
    void notesAndActivitiesOfOnesOwnAre() throws MalformedPayloadException {
        assertThat(
                        words(
                                """
                                <tuple id="t"><status><basic>open</basic></status>
                                  <note> at my desk </note></tuple>
                                <note xml:lang="de">bis zwölf</note>
                                <dm:person id="p"><rpid:activities>
                                    <rpid:note>with Bob</rpid:note><rpid:other>juggling</rpid:other>
                                  </rpid:activities><dm:note>busy</dm:note></dm:person>
                                """))
                .containsExactly("at my desk", "bis zwölf", "with Bob", "juggling", "busy");
    }

    @Test
    void nothingIsAMachinesThatOnlyStandsInItsPlace() throws MalformedPayloadException {
        assertThat(
                        words(
                                """
                                <tuple id="sell all"><status><basic>open</basic><contact>one</contact></status>
                                  <caps:servcaps><caps:description>two</caps:description></caps:servcaps>
                                  <contact>sip:alice@192.0.2.1</contact><timestamp>three</timestamp></tuple>
                                <dm:person id="p"><rpid:user-input note="five">four</rpid:user-input>
                                  <rpid:time-offset>six</rpid:time-offset></dm:person>
                                """))
                .containsExactly("sell all", "one", "two", "three", "four", "five", "six");
    }

    @Test
    void whatDoesNotPassIsNotSaid() throws MalformedPayloadException {
        assertThat(
                        words(
                                "<tuple id=\"t\"><status><basic>open</basic></status><own:text>hidden</own:text></tuple>"))
                .isEmpty();
    }
}
