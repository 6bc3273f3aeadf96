package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectRulesFileTest {
    @TempDir private Path temp;

    private DataFolder folder() {
        return DataFolder.open(temp.resolve("data"));
    }

    private DirectRulesFile rules() {
        return new DirectRulesFile(folder(), Runnable::run);
    }

    @Test
    void whatAServerSaidIsThereAfterARestart() {
        assertThat(rules().all()).isEmpty();
        DirectRulesFile before = rules();
        before.keep("sip:alice@example.org", true);
        before.keep("sip:carol@example.org", false);
        before.keep("sip:alice@example.org", false);
        before.keep("sip:bob@example.org", true);
        assertThat(rules().all())
                .isEqualTo(
                        Map.of(
                                "sip:alice@example.org",
                                false,
                                "sip:bob@example.org",
                                true,
                                "sip:carol@example.org",
                                false));
    }

    @Test
    void aLineThatWasSpoiltAllowsNothing() {
        folder().write("direct", List.of("sip:a@example.org allow", "sip:b@example.org all", "x"));
        assertThat(rules().all())
                .isEqualTo(Map.of("sip:a@example.org", true, "sip:b@example.org", false));
    }
}
