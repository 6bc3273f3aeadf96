package org.earshot.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Attribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory asked over real connections.
class LdapServerIT {
    @TempDir private static Path temp;
    private static TestDirectory directory;

    @BeforeAll
    static void start() throws Exception {
        directory = TestDirectory.start(temp.resolve("directory"));
        for (int i = 0; i < 5000; i++) {
            directory.add("p" + i, "Person " + i, "password of " + i);
        }
        directory.add("a*", "A star", "a star's password");
        directory.add(
                "mallory)(uid=p1", "Mallory", "mallory's password", new Attribute("mail", "p2@x"));
    }

    @AfterAll
    static void stop() {
        directory.close();
    }

    private static LdapServer server(String... more) {
        return of(directory.settings(more));
    }

    private static LdapServer of(String... settings) {
        return new LdapServer(
                ConfigFiles.read(
                                Optional.empty(),
                                Optional.of(temp.resolve("data")),
                                Arrays.asList(settings),
                                Map.of())
                        .ldap());
    }

    private static List<EntryReader.Read> all(LdapServer server) throws LdapFailedException {
        List<EntryReader.Read> all = new ArrayList<>();
        server.readAll(all::add);
        return all;
    }

    @Test
    void fiveThousandAreReadPageByPageOverTls() throws Exception {
        List<EntryReader.Read> all = all(server());
        assertThat(all).hasSize(5002);
        assertThat(all.stream().filter(EntryReader.Read.Unfit.class::isInstance)).hasSize(2);
        String few = "ldap.filter=(uid=p77*)";
        assertThat(all(server(few))).hasSize(11);
        assertThat(all(server(few, "ldap.url=" + directory.url("ldap")))).hasSize(11);
        assertThat(all(server(few, "ldap.url=" + directory.url("plain"), "ldap.startTls=false")))
                .hasSize(11);
    }

    @Test
    void nothingIsSaidWithoutTlsNorToAStranger() {
        assertThatThrownBy(() -> all(server("ldap.url=" + directory.url("plain"))))
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("StartTLS");
        for (String listener : List.of("ldaps", "ldap")) {
            String[] unknown =
                    Stream.of(directory.settings("ldap.url=" + directory.url(listener)))
                            .filter(one -> !one.startsWith("ldap.trusted="))
                            .toArray(String[]::new);
            assertThatThrownBy(() -> all(of(unknown)))
                    .as("of an authority that the system does not know")
                    .isInstanceOf(LdapFailedException.class)
                    .hasMessageContaining("certification path");
            assertThatThrownBy(() -> all(server("ldap.url=" + directory.otherUrl(listener))))
                    .as("of another name")
                    .isInstanceOf(LdapFailedException.class)
                    .hasMessageContaining("127.0.0.2");
        }
    }

    @Test
    void awayOrWithAnotherPasswordIsSaidInWords() throws Exception {
        assertThatThrownBy(() -> all(server("ldap.url=ldaps://localhost:1")))
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("can't be reached");
        Path wrong = temp.resolve("wrong");
        Files.copy(
                directory.passwordFile(), wrong, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(wrong, "hush");
        assertThatThrownBy(() -> all(server("ldap.passwordFile=" + wrong)))
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("ldap.passwordFile")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> all(server("ldap.base=ou=nowhere,dc=example,dc=org")))
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void eachStepOfReadingIsTriedAndNamedWhereItFails() throws Exception {
        assertThat(server().test())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("reached " + directory.url("ldaps") + " by TLSv1.");
        assertThat(server("ldap.url=" + directory.url("ldap")).test().getFirst())
                .contains(" by TLSv1.");
        assertThat(
                        server("ldap.url=" + directory.url("plain"), "ldap.startTls=false")
                                .test()
                                .getFirst())
                .contains("without TLS");
        assertThat(server("ldap.filter=(uid=p77)").test().getLast()).endsWith("p77 (Person 77)");
        assertThatThrownBy(() -> server("ldap.base=ou=nowhere,dc=example,dc=org").test())
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("look at ldap.base");
        assertThatThrownBy(() -> server("ldap.filter=(uid=nobody)").test())
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("nobody whom ldap.filter finds");
        assertThatThrownBy(() -> server("ldap.url=ldaps://localhost:1").test())
                .isInstanceOf(LdapFailedException.class)
                .hasMessageContaining("can't be reached");
    }

    @Test
    void aNameIsOnePersonAndNoFilter() throws Exception {
        LdapServer server = server();
        assertThat(server.find("p7").map(LdapServer.Found::dn).orElse(""))
                .isEqualTo("uid=p7,ou=people,dc=example,dc=org");
        for (String none :
                Stream.of("p", "*", "p7*", "p7)(uid=*", "nobody", "\u0000", "p7\\2a").toList()) {
            assertThat(server.find(none)).as(none).isEmpty();
        }
        assertThat(server.find("a*").map(LdapServer.Found::dn).orElse("")).startsWith("uid=a");
        assertThat(server("ldap.attributes.name=mail").find("p2").isPresent())
                .as("the part before the @")
                .isTrue();
    }

    @Test
    void onlyTheRightPasswordLetsIn() throws Exception {
        LdapServer server = server();
        Optional<LdapServer.Found> found = server.find("p7");
        assertThat(server.letsIn(found, "password of 7")).isTrue();
        assertThat(server.letsIn(found, "password of 8")).isFalse();
        assertThat(server.letsIn(Optional.empty(), "password of 7")).isFalse();
        assertThatThrownBy(() -> server.letsIn(found, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
