package org.earshot.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.earshot.softphone.ua.NotingGroups;
import org.earshot.softphone.ua.NotingPhone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands of the headless phone about groups, line by line.
class GroupCliTest {
    private static final String TEAM = "sip:team@example.org";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final NotingPhone agent = new NotingPhone();
    private final PhoneCli cli =
            new PhoneCli(agent, new PrintStream(bytes, false, StandardCharsets.UTF_8), true);

    @BeforeEach
    void begin() {
        agent.groups()
                .put(
                        TEAM,
                        "The Team",
                        true,
                        NotingGroups.member("sip:alice@example.org", "Alice", true),
                        NotingGroups.member("sip:bob@example.org", "", false));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "groups ~ groups ~ {\"event\":\"groups\",\"mayMake\":true,\"groups\":[{\"uri\":\"sip:team@example.org\",\"name\":\"The Team\",\"owner\":true,\"moderated\":false,\"open\":false,\"members\":2}],\"tag\":\"t\"}",
                "group members sip:team@example.org ~ group members sip:team@example.org ~ {\"event\":\"group\",\"uri\":\"sip:team@example.org\",\"name\":\"The Team\",\"owner\":true,\"moderated\":false,\"open\":false,\"members\":[{\"uri\":\"sip:alice@example.org\",\"name\":\"Alice\",\"owner\":true},{\"uri\":\"sip:bob@example.org\",\"name\":\"\",\"owner\":false}],\"tag\":\"t\"}",
                "group members sip:other@example.org ~ group members sip:other@example.org ~ {\"event\":\"error\",\"text\":\"you are in no such group\",\"trouble\":\"gone\",\"tag\":\"t\"}",
                "group make Team ~ group make Team ~ {\"event\":\"group\",\"uri\":\"sip:new@example.org\",\"name\":\"Team\",\"owner\":true,\"moderated\":false,\"open\":false,\"members\":[{\"uri\":\"sip:alice@example.org\",\"name\":\"\",\"owner\":true}],\"tag\":\"t\"}",
                "group add team bob  carol ~ group add team bob carol ~ {\"event\":\"done\",\"command\":\"group\",\"tag\":\"t\"}",
                "group remove team bob ~ group remove team bob ~ {\"event\":\"done\",\"command\":\"group\",\"tag\":\"t\"}",
                "group owner team bob ~ group owner team bob ~ {\"event\":\"done\",\"command\":\"group\",\"tag\":\"t\"}",
                "group member team bob ~ group member team bob ~ {\"event\":\"done\",\"command\":\"group\",\"tag\":\"t\"}",
                "group leave team ~ group leave team ~ {\"event\":\"done\",\"command\":\"group\",\"tag\":\"t\"}",
                "group rename team Our Team ~ group rename team Our Team ~ {\"event\":\"done\",\"command\":\"group\",\"tag\":\"t\"}",
            })
    void eachCommandIsOneEvent(String line, String command, String event) {
        assertThat(cli.execute("@t " + line)).isTrue();
        assertThat(agent.commands().getFirst().strip()).isEqualTo(command);
        assertThat(printed()).isEqualTo(event + "\n");
    }

    @Test
    void aNameOfSeveralWordsStandsInQuotationMarks() {
        cli.execute("group make \"The Board\" bob sip:carol@example.org");
        cli.execute("group make Board bob");
        assertThat(agent.commands())
                .containsExactly(
                        "group make The Board bob sip:carol@example.org", "group make Board bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group",
                "group make",
                "group add team",
                "group owner team",
                "group rename team",
                "group leave",
                "group dissolve team"
            })
    void whatIsIncompleteIsNotCarriedOut(String line) {
        cli.execute(line);
        assertThat(agent.commands()).isEmpty();
        assertThat(printed()).contains("usage: group members");
    }
}
