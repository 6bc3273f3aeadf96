package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody of the organisation's directory, with a phone that knows a name and a password of there.
@Tag("realtime")
class DirectorySignUpIT {
    private static final String THEIRS = "Summer2026!";
    private static final String OWN = "paper-orchard-31";

    private InMemoryDirectoryServer directory;
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() throws IOException, LDAPException, LDIFException {
        directory = PlainDirectory.empty();
        directory.add(
                "dn: uid=erin,dc=example,dc=org",
                "objectClass: person",
                "uid: erin",
                "displayName: Erin of the directory",
                "userPassword: " + THEIRS);
        directory.startListening();
        lab = Lab.of("directory");
        server =
                EarshotServer.start(
                        lab,
                        lab.privateFolder("server-data"),
                        "https.listen=127.0.0.1:0",
                        "people.signUp=ldap",
                        "ldap.url=ldap://127.0.0.1:" + directory.getListenPort(),
                        "ldap.startTls=false",
                        "ldap.base=dc=example,dc=org");
    }

    @AfterEach
    void close() {
        lab.close();
        directory.shutDown(true);
    }

    private EarshotPhone signUp(String label, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--sign-up",
                                server.address("https"),
                                "--authority-key",
                                server.admin("ca", "fingerprint").strip(),
                                "--account",
                                "erin",
                                "--data",
                                lab.privateFolder(label + "-data").toString(),
                                "--password-file",
                                lab.write(label + ".secret", OWN).toString()));
        all.addAll(List.of(options));
        return EarshotPhone.with(lab, label, all);
    }

    @Test
    void thePasswordOfTheDirectoryIsShownOnceAndThePhoneIsIn() throws Exception {
        assertThatThrownBy(() -> signUp("without").registered())
                .hasMessageContaining("--organisation-password-file");
        assertThatThrownBy(() ->
                        signUp(
                                        "wrong",
                                        "--organisation-password-file",
                                        lab.write("wrong.theirs", "guessed").toString())
                                .registered())
                .hasMessageContaining("knows no such name, or the password is another");
        EarshotPhone erin =
                signUp(
                        "erin",
                        "--organisation-password-file",
                        lab.write("erin.theirs", THEIRS).toString());
        erin.registered();
        assertThat(server.admin("user", "list")).contains("Erin of the directory");
        assertThat(server.admin("bindings")).contains("erin");
    }
}
