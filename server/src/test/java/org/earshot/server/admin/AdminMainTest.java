package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.earshot.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class AdminMainTest {

    @Test
    void optionsStandBeforeOrBehindTheCommand() {
        AdminMain.Options before =
                AdminMain.Options.of(
                        List.of("--data", "/d", "--set=domain=x", "user", "add", "bob", "--json"));
        AdminMain.Options behind =
                AdminMain.Options.of(
                        List.of("user", "add", "bob", "--json", "--set", "domain=x", "--data=/d"));
        assertThat(before).isEqualTo(behind);
        assertThat(before.data()).contains(Path.of("/d"));
        assertThat(before.sets()).containsExactly("domain=x");
        assertThat(before.command()).containsExactly("user", "add", "bob", "--json");
    }

    @Test
    void anOptionWithoutAValueIsSaid() {
        assertThatThrownBy(() -> AdminMain.Options.of(List.of("status", "--data")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--data");
    }
}
