package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.earshot.server.admin.ConfigAdministration.Change;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What would be another one: no more than that, though trunks and rules stand in lists.
class ConfigChangesTest {
    private static final String TRUNKS =
            """
            trunks:
              - name: provider
                host: 192.0.2.20
                number: "+4930123456"
              - name: backup
                host: 192.0.2.21
                number: "+4930123456"
            """;
    private static final String RULES =
            """
            dialplan:
              country: "49"
              rules:
                - name: abroad
                  pattern: "*"
                  trunks: [provider]
                - name: the house's country
                  pattern: "+49*"
                  trunks: [provider, backup]
              numbers:
                - number: "+4930123451"
                  to: [alice]
            """;

    @TempDir private Path data;

    private ServerConfig read(String text) {
        return ReadConfig.of(data, text);
    }

    private List<Change> changes(String before, String after) {
        return ConfigChanges.between(read(before), read(after));
    }

    @Test
    void ofOneTrunkThatIsAnotherOneOnlyWhatDiffersIsTold() {
        assertThat(changes(TRUNKS, TRUNKS.replace("192.0.2.21", "192.0.2.22")))
                .containsExactly(
                        new Change("trunks[backup].host", "192.0.2.21", "192.0.2.22", false));
    }

    @Test
    void aTrunkThatComesOrGoesIsOneChange() {
        String one = TRUNKS.substring(0, TRUNKS.indexOf("  - name: backup"));
        List<Change> comes = changes(one, TRUNKS);
        assertThat(comes).hasSize(1);
        assertThat(comes.getFirst().key()).isEqualTo("trunks[backup]");
        assertThat(comes.getFirst().running()).isEmpty();
        assertThat(comes.getFirst().proposed()).contains("192.0.2.21").doesNotContain("192.0.2.20");
        List<Change> goes = changes(TRUNKS, one);
        assertThat(goes).hasSize(1);
        assertThat(goes.getFirst().running()).contains("192.0.2.21");
        assertThat(goes.getFirst().proposed()).isEmpty();
        assertThat(changes("", TRUNKS)).extracting(Change::key).hasSize(2);
    }

    @Test
    void anotherOrderOfRulesIsAChange() {
        int second = RULES.indexOf("    - name: the house's country");
        int first = RULES.indexOf("    - name: abroad");
        int after = RULES.indexOf("  numbers:");
        String turned =
                RULES.substring(0, first)
                        + RULES.substring(second, after)
                        + RULES.substring(first, second)
                        + RULES.substring(after);
        assertThat(changes(TRUNKS + RULES, TRUNKS + turned))
                .containsExactly(
                        new Change(
                                "dialplan.rules (order)",
                                "abroad, the house's country",
                                "the house's country, abroad",
                                false));
    }

    @Test
    void aListInARuleAndANumberAreToldByTheirKey() {
        String other =
                RULES.replace("[provider, backup]", "[backup]").replace("to: [alice]", "to: [bob]");
        assertThat(changes(TRUNKS + RULES, TRUNKS + other))
                .containsExactly(
                        new Change("dialplan.numbers[+4930123451].to", "alice", "bob", false),
                        new Change(
                                "dialplan.rules[the house's country].trunks",
                                "provider, backup",
                                "backup",
                                false));
    }

    @Test
    void twoRulesOfOneNameAreToldApart() {
        String twice = RULES.replace("the house's country", "abroad");
        assertThat(changes(TRUNKS + twice, TRUNKS + twice.replace("+49*", "+43*")))
                .extracting(Change::key)
                .containsExactly("dialplan.rules[abroad#2].pattern");
    }

    @Test
    void nothingIsAnotherWhereNothingIs() {
        assertThat(changes(TRUNKS + RULES, TRUNKS + RULES + "# a remark\n")).isEmpty();
    }

    @Test
    void aSecretInAnAddressIsMaskedWhereverItStands() {
        assertThat(
                        ShownConfig.withoutSecrets(
                                "jdbc:mysql://earshot:hunter2@db/earshot?password=hunter2&useSSL=true"))
                .doesNotContain("hunter2")
                .contains("@db/earshot", "useSSL=true");
        assertThat(ShownConfig.withoutSecrets("https://example.org:8443/a@b"))
                .isEqualTo("https://example.org:8443/a@b");
    }
}
