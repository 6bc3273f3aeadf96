package org.earshot.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.softphone.ua.NotingPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands of the headless phone about the account, line by line.
class AccountCliTest {
    @TempDir private Path temp;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final NotingPhone agent = new NotingPhone();
    private final PhoneCli cli =
            new PhoneCli(agent, new PrintStream(bytes, false, StandardCharsets.UTF_8), true);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            value = {
                "display-name Alice the Great ~ {\"event\":\"done\",\"command\":\"display-name\",\"tag\":\"t\"}",
                "display-name ~ {\"event\":\"done\",\"command\":\"display-name\",\"tag\":\"t\"}",
                "picture set /tmp/a picture.png ~ {\"event\":\"done\",\"command\":\"picture\",\"tag\":\"t\"}",
                "picture remove ~ {\"event\":\"done\",\"command\":\"picture\",\"tag\":\"t\"}",
                "picture get sip:bob@example.org ~ {\"event\":\"picture\",\"uri\":\"sip:bob@example.org\",\"type\":\"image/png\",\"bytes\":6,\"tag\":\"t\"}",
                "picture get nobody ~ {\"event\":\"error\",\"text\":\"not logged in\",\"trouble\":\"not-logged-in\",\"tag\":\"t\"}",
                "profile ~ {\"event\":\"profile\",\"uri\":\"sip:alice@example.org\",\"name\":\"Alice\",\"picture\":\"e1\",\"tag\":\"t\"}",
                "directory al ünal ~ {\"event\":\"directory\",\"people\":[{\"uri\":\"sip:alice@example.org\",\"name\":\"Alice\",\"picture\":\"e1\"}],\"next\":\"alice\",\"tag\":\"t\"}",
                "directory --after alice b ~ {\"event\":\"directory\",\"people\":[{\"uri\":\"sip:alice@example.org\",\"name\":\"Alice\",\"picture\":\"e1\"}],\"next\":\"alice\",\"tag\":\"t\"}",
                "phones ~ {\"event\":\"phones\",\"registered\":[{\"id\":\"0f\",\"userAgent\":\"Earshot/1\",\"transport\":\"TLS\",\"seenAt\":\"1970-01-01T00:00:00Z\",\"expiresAt\":\"1970-01-01T00:01:00Z\",\"here\":true}],\"passwords\":[\"Desk\"],\"tag\":\"t\"}",
                "phones end 0f ~ {\"event\":\"done\",\"command\":\"phones\",\"tag\":\"t\"}",
                "phones add Desk in 4.12 ~ {\"event\":\"phone-password\",\"label\":\"Desk in 4.12\",\"password\":\"s3cret\",\"tag\":\"t\"}",
                "phones remove Desk in 4.12 ~ {\"event\":\"done\",\"command\":\"phones\",\"tag\":\"t\"}",
                "phones sign-out ~ {\"event\":\"done\",\"command\":\"phones\",\"tag\":\"t\"}",
            })
    void eachCommandIsOneEvent(String line, String event) {
        assertThat(cli.execute("@t " + line)).isTrue();
        assertThat(agent.commands()).containsExactly(line);
        assertThat(printed()).isEqualTo(event + "\n");
    }

    @Test
    void passwordsComeInFiles() throws IOException {
        Path current = Files.writeString(temp.resolve("current"), "old one\n");
        Path fresh = Files.writeString(temp.resolve("new"), "new one");
        cli.execute("password " + current + " " + fresh);
        cli.execute("password " + current + " " + fresh + " forget-phones");
        assertThat(agent.commands())
                .containsExactly(
                        "password old one new one", "password old one new one forget-phones");
        assertThat(printed()).doesNotContain("old one", "new one");
    }

    @Test
    void aPictureIsWrittenWhereItIsWanted() throws IOException {
        Path file = temp.resolve("bob.png");
        cli.execute("picture get sip:bob@example.org " + file);
        assertThat(file).hasContent("pixels");
        assertThat(printed()).contains("\"file\":\"" + file + "\"");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "picture ~ usage: picture get URI [FILE] | picture set FILE | picture remove",
                "picture get ~ usage: picture get URI [FILE] | picture set FILE | picture remove",
                "phones dance ~ usage: phones | phones end ID | phones add LABEL | phones remove LABEL | phones sign-out",
                "phones add ~ usage: phones | phones end ID | phones add LABEL | phones remove LABEL | phones sign-out",
                "directory --after ~ usage: directory [--after NAME] [WORDS]",
                "password ~ usage: password CURRENT-FILE NEW-FILE [forget-phones]",
                "password a b c ~ usage: password CURRENT-FILE NEW-FILE [forget-phones]",
                "password /nowhere/a /nowhere/b ~ /nowhere/a can't be read",
            })
    void mistakes(String line, String text) {
        assertThat(cli.execute("@t " + line)).isTrue();
        assertThat(printed())
                .isEqualTo("{\"event\":\"error\",\"text\":\"" + text + "\",\"tag\":\"t\"}\n");
        assertThat(agent.commands()).isEmpty();
    }
}
