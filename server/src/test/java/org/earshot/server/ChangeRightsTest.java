package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody becomes an officer, or has the server's secrets sent to them, by changing the configuration through the server.
class ChangeRightsTest {
    private static final String TRUNK =
            """
            trunks:
              - name: provider
                host: sip.example.net
                number: "+4930123456"
                user: office
                from: [192.0.2.0/24]
            """;

    @TempDir private Path data;

    @BeforeEach
    void keepThePassword() throws IOException {
        Path secret = Files.createDirectory(data.resolve("trunks")).resolve("provider.secret");
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, "a password of the trunk\n");
    }

    private ServerConfig read(String text) {
        return ReadConfig.of(data, text);
    }

    private Optional<String> objection(String before, String after, boolean isOfficer) {
        return ChangeRights.objection(read(before), read(after), isOfficer);
    }

    private void onTheMachine(String key, String before, String after) {
        assertThat(objection(before, after, true))
                .as(after)
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith(key).contains("on the machine only"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer: https://evil.example.org",
                "clientId: other",
                "url: https://other.example.org",
                "claim: nickname",
                "label: Other",
                "roles: [officer]"
            })
    void whoSaysWhoPeopleAreIsForTheMachine(String line) {
        String oidc =
                """
                console:
                  oidc:
                    issuer: https://id.example.org
                    clientId: earshot
                    url: https://sip.example.org
                    claim: upn
                    label: Us
                    roles: [administrator]
                """;
        String key = line.substring(0, line.indexOf(':'));
        onTheMachine("console.oidc." + key, oidc, oidc.replaceFirst(key + ":.*", line));
        onTheMachine("console.oidc.", "", oidc);
        onTheMachine("console.oidc.", oidc, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: ldap://evil.example.org",
                "startTls: false",
                "base: dc=other",
                "filter: (cn=*)",
                "existing: link"
            })
    void theDirectoryIsForTheMachine(String line) {
        String ldap =
                """
                ldap:
                  url: ldap://127.0.0.1
                  startTls: true
                  base: dc=example
                  filter: (uid=*)
                  existing: leave
                """;
        String key = line.substring(0, line.indexOf(':'));
        ServerConfig before = read(ldap);
        onTheMachine("ldap." + key, ldap, ldap.replaceFirst(key + ":.*", line));
        assertThat(ChangeRights.objection(before, read(ldap + "  every: 2h\n"), false)).isEmpty();
    }

    @Test
    void theCertificatesAuthorityIsForTheMachine() {
        assertThat(ChangeRights.ON_THE_MACHINE)
                .contains(
                        "tls.acme.directory",
                        "ldap.attributes.name",
                        "ldap.bindDn",
                        "ldap.trusted",
                        "ldap.passwordFile",
                        "console.oidc.trusted",
                        "console.oidc.clientSecretFile",
                        "database.url",
                        "keys.dir")
                .doesNotContain("ldap.every", "registrar.minExpires", "trunks");
    }

    @Test
    void aTrunkThatLogsInDoesSoWhereTheMachinesFileSays() {
        onTheMachine("trunks[].host", TRUNK, TRUNK.replace("sip.example.net", "evil.example.net"));
        onTheMachine("trunks[].host", TRUNK, TRUNK + "    port: 5066\n");
        onTheMachine("trunks[].transport", TRUNK, TRUNK + "    transport: tcp\n");
        onTheMachine("trunks[].user", TRUNK, TRUNK.replace("office", "other"));
        onTheMachine("trunks[].host", "", TRUNK);
        String without = TRUNK.replace("    user: office\n", "");
        onTheMachine("trunks[].user", without, TRUNK);
        // in two steps: else it would log in at once, as soon as it has a user again
        onTheMachine("trunks[].host", TRUNK, without.replace("sip.example.net", "evil.example"));
        assertThat(objection(TRUNK, "", false)).isEmpty();
        assertThat(objection(TRUNK, TRUNK + "    maxCalls: 7\n", false)).isEmpty();
        assertThat(objection(without, without.replace("sip.example", "sip2.example"), false))
                .as("it knows us by our address")
                .isEmpty();
    }

    @Test
    void whoseCallsAreBelievedIsForOfficers() {
        String wider = TRUNK.replace("192.0.2.0/24", "0.0.0.0/0");
        assertThat(objection(TRUNK, wider, false))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("trunks[].from").contains("officers"));
        assertThat(objection(TRUNK, wider, true)).isEmpty();
        String another =
                "trunks:\n  - name: b\n    host: b.example.net\n    number: \"+4930123456\"\n";
        assertThat(objection("", another + "    from: [192.0.2.1/32]\n", false)).isPresent();
        assertThat(objection("", another, false)).isEmpty();
    }

    @Test
    void whatTheRecordGetsIsForOfficers() {
        assertThat(objection("", "people:\n  signUp: open\n", false))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("people.signUp").contains("officers"));
        assertThat(objection("", "people:\n  signUp: open\n", true)).isEmpty();
    }
}
